"""The framework's own hooks: a table of dotted paths."""

app_description = "An independent embedded runtime for apps written against Frappe v15's contract"
app_email = "maintainers@example.invalid"
app_license = "MIT"
app_name = "frappe"
app_publisher = "The ISO QMS maintainers"
app_title = "Frappe Framework"

doc_events = {
    "*": {
        "on_cancel": [
            "frappe.workflow.doctype.workflow_action.workflow_action.process_workflow_actions",
            "frappe.automation.doctype.assignment_rule.assignment_rule.apply",
        ],
        "on_trash": "frappe.workflow.doctype.workflow_action.workflow_action.process_workflow_actions",
        "on_update": [
            "frappe.workflow.doctype.workflow_action.workflow_action.process_workflow_actions",
            "frappe.automation.doctype.assignment_rule.assignment_rule.apply",
            "frappe.automation.doctype.assignment_rule.assignment_rule.update_due_date",
            "frappe.core.doctype.user_type.linked.apply_permissions_for_non_standard_user_type",
        ],
        "on_update_after_submit": [
            "frappe.workflow.doctype.workflow_action.workflow_action.process_workflow_actions",
            "frappe.automation.doctype.assignment_rule.assignment_rule.apply",
            "frappe.automation.doctype.assignment_rule.assignment_rule.update_due_date",
        ],
    },
}

has_permission = {
    "Dashboard Chart": "frappe.desk.doctype.dashboard_chart.dashboard_chart.has_permission",
    "Event": "frappe.desk.doctype.event.event.has_permission",
    "File": "frappe.core.doctype.file.access.has_permission",
    "Kanban Board": "frappe.desk.doctype.kanban_board.kanban_board.has_permission",
    "Note": "frappe.desk.doctype.note.note.has_permission",
    "Notification Settings": "frappe.desk.doctype.notification_settings.notification_settings.has_permission",
    "Number Card": "frappe.desk.doctype.number_card.number_card.has_permission",
    "Prepared Report": "frappe.core.doctype.prepared_report.prepared_report.has_permission",
    "ToDo": "frappe.desk.doctype.todo.todo.has_permission",
    "User": "frappe.core.doctype.user.user.has_permission",
    "Workflow Action": "frappe.workflow.doctype.workflow_action.workflow_action.has_permission",
    "Workspace": "frappe.desk.doctype.workspace.workspace.has_permission",
}

permission_query_conditions = {
    "*": "frappe.core.doctype.server_script.server_script_utils.permission_query",
    "Dashboard Chart": "frappe.desk.doctype.dashboard_chart.dashboard_chart.get_permission_query_conditions",
    "Dashboard Settings": "frappe.desk.doctype.dashboard_settings.dashboard_settings.get_permission_query_conditions",
    "Dashboard": "frappe.desk.doctype.dashboard.dashboard.get_permission_query_conditions",
    "Event": "frappe.desk.doctype.event.event.get_permission_query_conditions",
    "File": "frappe.core.doctype.file.access.get_permission_query_conditions",
    "Kanban Board": "frappe.desk.doctype.kanban_board.kanban_board.get_permission_query_conditions",
    "Note": "frappe.desk.doctype.note.note.get_permission_query_conditions",
    "Notification Log": "frappe.desk.doctype.notification_log.notification_log.get_permission_query_conditions",
    "Notification Settings": (
        "frappe.desk.doctype.notification_settings.notification_settings.get_permission_query_conditions"
    ),
    "Number Card": "frappe.desk.doctype.number_card.number_card.get_permission_query_conditions",
    "Prepared Report": "frappe.core.doctype.prepared_report.prepared_report.get_permission_query_condition",
    "ToDo": "frappe.desk.doctype.todo.todo.get_permission_query_conditions",
    "User": "frappe.core.doctype.user.user.get_permission_query_conditions",
    "Workflow Action": "frappe.workflow.doctype.workflow_action.workflow_action.get_permission_query_conditions",
    "Workspace": "frappe.desk.doctype.workspace.workspace.get_permission_query_conditions",
}

standard_queries = {"User": "frappe.core.doctype.user.user.user_query"}

scheduler_events = {
    "all": [
        "frappe.automation.doctype.reminder.reminder.send_reminders",
        "frappe.email.queue.flush",
    ],
    "daily": [
        "frappe.automation.doctype.auto_repeat.auto_repeat.make_auto_repeat_entry",
        "frappe.automation.doctype.auto_repeat.auto_repeat.set_auto_repeat_as_completed",
        "frappe.core.doctype.log_settings.log_settings.run_log_clean_up",
        "frappe.desk.form.document_follow.send_daily_updates",
        "frappe.email.doctype.notification.notification.trigger_daily_alerts",
        "frappe.oauth.delete_oauth2_data",
    ],
    "daily_long": ["frappe.email.doctype.auto_email_report.auto_email_report.send_daily"],
    "hourly": ["frappe.desk.form.document_follow.send_hourly_updates"],
    "hourly_long": ["frappe.core.doctype.prepared_report.prepared_report.expire_stalled_report"],
    "monthly": ["frappe.email.doctype.auto_email_report.auto_email_report.send_monthly"],
    "weekly": ["frappe.desk.form.document_follow.send_weekly_updates"],
}

website_redirects = [
    {
        "source": r"/\.well-known/openid-configuration",
        "target": "/api/method/frappe.integrations.oauth2.openid_configuration",
    },
]
