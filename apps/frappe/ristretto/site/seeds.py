"""Decides what a new site starts with: users, roles, folders, languages, settings. Facts only, no writing."""

from __future__ import annotations

from typing import Any

STANDARD_ROLES = (
    "Administrator",
    "System Manager",
    "Guest",
    "All",
    "Desk User",
    "Report Manager",
    "Translator",
    "Script Manager",
    "Workspace Manager",
    "Dashboard Manager",
    "Website Manager",
    "Inbox User",
    "Prepared Report User",
)
NO_DESK_ROLES = ("Guest", "All")
USER_TYPES = ("System User", "Website User")
LANGUAGES = (("vi", "Tiếng Việt"), ("en", "English"))

USERS: tuple[dict[str, Any], ...] = (
    {
        "doctype": "User",
        "name": "Administrator",
        "first_name": "Administrator",
        "email": "admin@example.com",
        "enabled": 1,
        "user_type": "System User",
        "language": "vi",
        "roles": [{"role": "Administrator"}],
        "thread_notify": 0,
        "send_me_a_copy": 0,
    },
    {
        "doctype": "User",
        "name": "Guest",
        "first_name": "Guest",
        "email": "guest@example.com",
        "enabled": 1,
        "user_type": "Website User",
        "roles": [{"role": "Guest"}],
        "thread_notify": 0,
        "send_me_a_copy": 0,
    },
)

HOME = "Home"
FOLDERS: tuple[dict[str, Any], ...] = (
    {"doctype": "File", "name": HOME, "file_name": HOME, "is_folder": 1, "is_home_folder": 1},
    {
        "doctype": "File",
        "name": f"{HOME}/Attachments",
        "file_name": "Attachments",
        "folder": HOME,
        "is_folder": 1,
        "is_attachments_folder": 1,
    },
)

WORKFLOW_STATES = (
    {"workflow_state_name": "Pending", "icon": "question-sign", "style": ""},
    {"workflow_state_name": "Approved", "icon": "ok-sign", "style": "Success"},
    {"workflow_state_name": "Rejected", "icon": "remove", "style": "Danger"},
)
WORKFLOW_ACTIONS = ("Approve", "Reject", "Review")

SYSTEM_SETTINGS: dict[str, Any] = {
    "country": "Vietnam",
    "language": "vi",
    "time_zone": "Asia/Ho_Chi_Minh",
    "currency": "VND",
    "date_format": "dd/mm/yyyy",
    "time_format": "HH:mm",
    "number_format": "#.###,##",
    "first_day_of_the_week": "Monday",
    "float_precision": "3",
    "setup_complete": 1,
    "enable_scheduler": 1,
    "app_name": "ISO điện tử",
}
