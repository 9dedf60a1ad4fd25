app_description = "Scenarios that must behave the same on every runtime"
app_email = "maintainers@example.invalid"
app_license = "MIT"
app_name = "parity_probe"
app_publisher = "The ISO QMS maintainers"
app_title = "Parity Probe"

doc_events = {
	"Probe Record": dict.fromkeys(
		(
			"before_insert",
			"before_naming",
			"autoname",
			"before_validate",
			"validate",
			"before_save",
			"before_submit",
			"after_insert",
			"on_update",
			"on_submit",
			"on_change",
			"before_cancel",
			"on_cancel",
			"before_update_after_submit",
			"on_update_after_submit",
			"on_trash",
			"after_delete",
			"before_rename",
			"after_rename",
			"before_change",
		),
		"parity_probe.recorder.hear",
	),
}

has_permission = {"Probe Guarded": "parity_probe.rules.has_permission"}

permission_query_conditions = {"Probe Guarded": "parity_probe.rules.query_conditions"}
