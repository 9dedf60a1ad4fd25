"""Nothing but what makes it an app."""

app_name = "process_probe"
app_title = "Process Probe"
app_publisher = "tests"
app_description = "What a process sees"
app_email = "probe@example.com"
app_license = "MIT"
scheduler_events = {"cron": {"* * * * *": ["process_probe.views.note_turn"]}}
