"""Controller of Notification Settings: what each person wants to be told, and how."""

from __future__ import annotations

from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import cint


class NotificationSettings(Document):
    """Settings of one user, named by the user."""

    def on_update(self) -> None:
        frappe.clear_document_cache("Notification Settings", self.name)


def _setting(user: str, field: str) -> bool:
    """A switch of the user's; on for somebody who never changed anything."""
    value = frappe.db.get_value("Notification Settings", user, field)
    return value is None or bool(cint(value))


def is_notifications_enabled(user: str) -> bool:
    return _setting(user, "enabled")


def is_email_notifications_enabled(user: str) -> bool:
    return _setting(user, "enable_email_notifications")


def is_email_notifications_enabled_for_type(user: str, notification_type: str | None) -> bool:
    if not is_email_notifications_enabled(user) or notification_type == "Alert":
        return False
    field = f"enable_email_{frappe.scrub(notification_type or '')}"
    if not frappe.get_meta("Notification Settings").has_field(field):
        return True
    return _setting(user, field)


def create_notification_settings(user: str) -> None:
    """Make the record of a new user."""
    if frappe.db.exists("Notification Settings", user):
        return
    doc = frappe.new_doc("Notification Settings")
    doc.name = user
    # Made while the account is made, by whoever may do that.
    doc.insert(ignore_permissions=True)


def toggle_notifications(user: str, enable: bool = False) -> None:
    if frappe.db.exists("Notification Settings", user):
        frappe.db.set_value("Notification Settings", user, "enabled", cint(enable))


@frappe.whitelist()
def get_subscribed_documents() -> list[str]:
    """DocTypes whose events the user subscribed to; none with nothing chosen."""
    user = frappe.session.user
    return frappe.get_all(
        "Notification Subscribed Document",
        filters={"parent": user, "parenttype": "Notification Settings"},
        pluck="document",
    )


def get_permission_query_conditions(
    user: str | None = None, doctype: str | None = None
) -> str | None:
    user = user or frappe.session.user
    if user == "Administrator" or "System Manager" in frappe.get_roles(user):
        return None
    return f"(`tabNotification Settings`.name = {frappe.db.escape(user)})"


def has_permission(
    doc: Any, ptype: str = "read", user: str | None = None, debug: bool = False
) -> bool:
    user = user or frappe.session.user
    return user == "Administrator" or "System Manager" in frappe.get_roles(user) or doc.name == user


@frappe.whitelist()
def set_seen_value(value: int | str, user: str) -> None:
    """Remember that the user looked at its messages."""
    if user == frappe.session.user:
        frappe.db.set_value(
            "Notification Settings", user, "seen", cint(value), update_modified=False
        )
