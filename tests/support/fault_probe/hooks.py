"""What makes it an app: each new Fault Doc queues a job in its own transaction, and each minute has a turn."""

app_name = "fault_probe"
app_title = "Fault Probe"
app_publisher = "tests"
app_description = "Work that must not get lost"
app_email = "probe@example.com"
app_license = "MIT"
doc_events = {"Fault Doc": {"after_insert": "fault_probe.views.queue_note"}}
scheduler_events = {"cron": {"* * * * *": ["fault_probe.views.note_turn"]}}
