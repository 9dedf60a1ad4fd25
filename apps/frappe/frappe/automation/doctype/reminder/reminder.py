"""Controller of Reminder: a word to oneself at a moment, under the bell."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_to_date, cint, get_datetime, now_datetime

LATE_HOURS = 8  # what could not be said for so long is not said any more


class Reminder(Document):
    """One word."""

    @staticmethod
    def clear_old_logs(days: int = 30) -> None:
        limit = add_to_date(now_datetime(), days=-days)
        frappe.db.delete("Reminder", {"remind_at": ["<", limit]})

    def validate(self) -> None:
        if self.is_new():
            self.user = frappe.session.user
        elif self.user != self.get_db_value("user"):
            frappe.throw(_("A reminder stays with the person who made it"))
        if self.is_new() or self.has_value_changed("remind_at"):
            self._check_moment()
        if self.reminder_doctype and self.reminder_docname:
            frappe.has_permission(
                self.reminder_doctype, "read", doc=self.reminder_docname, user=self.user, throw=True
            )

    def _check_moment(self) -> None:
        if get_datetime(self.remind_at) < now_datetime():
            frappe.throw(_("This moment has passed. Choose a later one."))

    def send_reminder(self) -> None:
        if cint(self.notified):
            return
        self.db_set("notified", 1, update_modified=False)
        told = frappe.get_doc(
            {
                "doctype": "Notification Log",
                "type": "Alert",
                "for_user": self.user,
                "document_type": self.reminder_doctype,
                "document_name": self.reminder_docname,
                "subject": self.description,
            }
        )
        # The clock tells a person what it told itself to be told.
        told.insert(ignore_permissions=True, ignore_links=True)


@frappe.whitelist(methods=["POST"])
def create_new_reminder(
    remind_at: str,
    description: str,
    reminder_doctype: str | None = None,
    reminder_docname: str | None = None,
) -> Any:
    """Make a reminder of one's own."""
    reminder = frappe.new_doc("Reminder")
    reminder.update(
        {
            "remind_at": remind_at,
            "description": description,
            "reminder_doctype": reminder_doctype,
            "reminder_docname": reminder_docname,
        }
    )
    return reminder.insert()


def send_reminders() -> None:
    """Scheduler: what is due, or will be before the next round."""
    seconds = cint(frappe.conf.scheduler_interval) or 240
    due = frappe.get_all(
        "Reminder",
        filters=[
            ["remind_at", "<=", add_to_date(now_datetime(), seconds=seconds)],
            ["remind_at", ">=", add_to_date(now_datetime(), hours=-LATE_HOURS)],
            ["notified", "=", 0],
        ],
        pluck="name",
    )
    for name in due:
        frappe.get_doc("Reminder", name).send_reminder()
