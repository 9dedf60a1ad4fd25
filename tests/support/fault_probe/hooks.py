"""What makes it an app: each new Fault Doc queues a job in its own transaction."""

app_name = "fault_probe"
app_title = "Fault Probe"
app_publisher = "tests"
app_description = "Work that must not get lost"
app_email = "probe@example.com"
app_license = "MIT"
doc_events = {"Fault Doc": {"after_insert": "fault_probe.views.queue_note"}}
