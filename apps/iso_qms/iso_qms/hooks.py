"""What iso_qms hooks into, as a sorted table of dotted paths."""

app_description = "Electronic ISO 9001 quality management for the state agencies of a province"
app_email = "iso-qms@example.org"
app_license = "MIT"
app_name = "iso_qms"
app_publisher = "ISO QMS contributors"
app_title = "ISO QMS"

after_install = "iso_qms.setup.install.after_install"
after_migrate = ["iso_qms.setup.install.after_migrate"]
before_uninstall = "iso_qms.setup.uninstall.before_uninstall"

# Handlers on one event run in the order of the list, after the DocType's own controller.
doc_events = {
	"*": {
		"before_cancel": ["iso_qms.records.reasons.validate_reason"],
		"before_insert": ["iso_qms.access.events.set_default_agency"],
		"before_update_after_submit": [
			"iso_qms.access.events.validate_agency",
			"iso_qms.records.reasons.validate_reason",
		],
		"on_trash": ["iso_qms.access.events.refuse_loose_row"],
		"validate": [
			"iso_qms.access.events.validate_agency",
			"iso_qms.records.reasons.validate_reason",
		],
	},
	"Assignment Rule": {"validate": ["iso_qms.access.accounts.refuse_meta_change"]},
	"Comment": {"validate": ["iso_qms.access.events.validate_reference"]},
	"Communication": {"validate": ["iso_qms.access.events.validate_reference"]},
	"Custom DocPerm": {"validate": ["iso_qms.access.accounts.refuse_meta_change"]},
	"Custom Field": {
		"on_trash": ["iso_qms.access.rules.clear_governed"],
		"on_update": ["iso_qms.access.rules.clear_governed"],
		"validate": ["iso_qms.access.accounts.refuse_meta_change"],
	},
	"Custom Role": {"validate": ["iso_qms.access.accounts.refuse_meta_change"]},
	"DocShare": {"validate": ["iso_qms.access.events.refuse_share"]},
	"DocType": {
		"on_trash": ["iso_qms.access.rules.clear_governed"],
		"on_update": ["iso_qms.access.rules.clear_governed"],
		"validate": ["iso_qms.access.accounts.refuse_meta_change"],
	},
	"Document Follow": {"validate": ["iso_qms.access.events.validate_reference"]},
	"Document Share Key": {"validate": ["iso_qms.access.events.refuse_share"]},
	"Email Account": {"validate": ["iso_qms.access.accounts.refuse_meta_change"]},
	"Email Domain": {"validate": ["iso_qms.access.accounts.refuse_meta_change"]},
	"File": {"validate": ["iso_qms.access.files.validate_file"]},
	"Has Role": {"validate": ["iso_qms.access.accounts.refuse_meta_change"]},
	"ISO Audit Plan": {
		"on_change": ["iso_qms.access.scope.clear_scopes"],
		"on_trash": ["iso_qms.access.scope.clear_scopes"],
	},
	"Module Profile": {"validate": ["iso_qms.access.accounts.refuse_meta_change"]},
	"Notification": {"validate": ["iso_qms.access.accounts.refuse_meta_change"]},
	"Property Setter": {"validate": ["iso_qms.access.accounts.refuse_meta_change"]},
	"Role": {"validate": ["iso_qms.access.accounts.refuse_meta_change"]},
	"Role Profile": {"validate": ["iso_qms.access.accounts.refuse_meta_change"]},
	"Tag Link": {"validate": ["iso_qms.access.events.validate_reference"]},
	"ToDo": {"validate": ["iso_qms.access.events.validate_reference"]},
	"User": {
		"on_update": ["iso_qms.access.scope.clear_scopes"],
		"validate": ["iso_qms.access.accounts.guard_user"],
	},
	"User Permission": {"validate": ["iso_qms.access.accounts.refuse_meta_change"]},
	"Workflow": {"validate": ["iso_qms.access.accounts.refuse_meta_change"]},
}

# Records that go through approval and are printed.
QUALITY_RECORDS = (
	"ISO Audit Checklist",
	"ISO Audit Finding",
	"ISO Audit Plan",
	"ISO Audit Program",
	"ISO Management Review",
	"ISO Procedure",
)

# Forms that ask for a reason before a record is returned, and offer Word files.
doctype_js = {
	doctype: ["public/js/return_reason.js", "public/js/word_templates.js"]
	for doctype in QUALITY_RECORDS
}

doctype_list_js = {
	doctype: ["public/js/return_reason.js", "public/js/return_list.js", "public/js/word_list.js"]
	for doctype in QUALITY_RECORDS
}

# One function decides for every DocType, so that a DocType made tomorrow is covered as well.
has_permission = {"*": "iso_qms.access.checks.has_permission"}

jinja = {
	"methods": [
		"iso_qms.iso_printing.qr.iso_qr",
		"iso_qms.iso_printing.values.iso_text",
		"iso_qms.iso_workspace.people.iso_people_to_remind",
	]
}

on_session_creation = ["iso_qms.access.delegations.follow_dates_of_session"]

override_whitelisted_methods = {
	"frappe.client.get_count": "iso_qms.access.overrides.get_count",
	"frappe.desk.doctype.dashboard_chart.dashboard_chart.get": "iso_qms.access.overrides.get_chart",
	"frappe.desk.doctype.tag.tag.add_tag": "iso_qms.access.overrides.add_tag",
	"frappe.desk.doctype.tag.tag.add_tags": "iso_qms.access.overrides.add_tags",
	"frappe.desk.doctype.tag.tag.get_tagged_docs": "iso_qms.access.overrides.get_tagged_docs",
	"frappe.desk.doctype.tag.tag.remove_tag": "iso_qms.access.overrides.remove_tag",
	"frappe.desk.form.linked_with.get_submitted_linked_docs": (
		"iso_qms.access.overrides.get_submitted_links"
	),
	"frappe.desk.listview.get_group_by_count": "iso_qms.access.overrides.get_group_by_count",
	"frappe.desk.search.get_link_title": "iso_qms.access.overrides.get_link_title",
	"frappe.desk.search.get_names_for_mentions": "iso_qms.access.overrides.get_names_for_mentions",
	"frappe.utils.global_search.search": "iso_qms.access.overrides.search",
}

permission_query_conditions = {"*": "iso_qms.access.conditions.permission_query"}

scheduler_events = {
	"cron": {"0 7 * * *": ["iso_qms.iso_workspace.digest.send_due"]},
	"daily": ["iso_qms.access.delegations.follow_dates"],
}
