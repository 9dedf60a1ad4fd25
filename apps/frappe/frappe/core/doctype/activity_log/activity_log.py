"""Logins, logouts and other acts, with the address from which they came."""

from __future__ import annotations

import frappe
from frappe.model.document import Document
from frappe.utils import get_fullname, now


class ActivityLog(Document):
    """One act of a user."""

    def before_insert(self) -> None:
        self.full_name = self.full_name or get_fullname(self.user)
        self.communication_date = self.communication_date or now()
        self.ip_address = self.ip_address or frappe.local.request_ip

    def validate(self) -> None:
        self.status = self.status or "Linked"


def add_authentication_log(
    subject: str, user: str, operation: str = "Login", status: str = "Success"
) -> None:
    """Note a login, a logout or a failed attempt."""
    row = {
        "doctype": "Activity Log",
        "user": user,
        "status": status,
        "subject": subject,
        "operation": operation,
    }
    # ignore_permissions: written for everybody, also for those who fail to log in
    frappe.get_doc(row).insert(ignore_permissions=True, ignore_links=True)


def on_doctype_update() -> None:
    frappe.db.add_index("Activity Log", ["reference_doctype", "reference_name"])
    frappe.db.add_index("Activity Log", ["timeline_doctype", "timeline_name"])
