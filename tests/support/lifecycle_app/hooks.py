"""The hooks of the listening app."""

app_name = "lifecycle_app"
app_title = "Lifecycle App"
app_publisher = "The ISO QMS maintainers"
app_description = "Hears the events of the observed DocTypes"
app_email = "maintainers@example.invalid"
app_license = "MIT"

EVENTS = (
    "before_insert",
    "before_naming",
    "autoname",
    "before_validate",
    "validate",
    "before_save",
    "before_submit",
    "before_cancel",
    "before_update_after_submit",
    "after_insert",
    "on_update",
    "on_submit",
    "on_cancel",
    "on_update_after_submit",
    "on_change",
    "before_change",
    "on_trash",
    "after_delete",
    "before_rename",
    "after_rename",
    "onload",
    "custom_thing",
)

HEARD = ("ObsA Main", "ObsA Row", "ObsA Single")

override_doctype_class = {
    "ObsA Main": "lifecycle_app.events.Main",
    "ObsA Row": "lifecycle_app.events.Row",
    "ObsA Single": "lifecycle_app.events.Single",
    "ObsA Named": "lifecycle_app.events.Named",
}

doc_events = {
    **{doctype: dict.fromkeys(EVENTS, "lifecycle_app.events.hook") for doctype in HEARD},
    "*": dict.fromkeys(EVENTS, "lifecycle_app.events.star"),
}
