"""Controller of Event: entries of the calendar.

Private ones are their owner's and their participants'.
"""

from __future__ import annotations

import datetime
from typing import Any

from ristretto.web.listing import filter_rows

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.share import is_shared, shared_condition
from frappe.utils import get_datetime, getdate


class Event(Document):
    """Something that happens from one moment to another."""

    def validate(self) -> None:
        if not self.starts_on:
            self.starts_on = frappe.utils.now()
        if self.ends_on and get_datetime(self.starts_on) > get_datetime(self.ends_on):
            frappe.throw(_("Event end must be after start"))
        if (
            self.repeat_this_event
            and self.repeat_till
            and get_datetime(self.repeat_till) < get_datetime(self.starts_on)
        ):
            frappe.throw(_("The last day of a repeated event must not be before its start"))

    def before_save(self) -> None:
        for row in self.event_participants:
            if row.reference_doctype == "User" and not row.email:
                row.email = frappe.db.get_value("User", row.reference_docname, "email")


def get_permission_query_conditions(user: str | None = None, doctype: str | None = None) -> str:
    user = user or frappe.session.user
    shown = f"`tabEvent`.event_type = 'Public' or `tabEvent`.owner = {frappe.db.escape(user)}"
    return f"({shown} or {shared_condition('Event', user)})"


def has_permission(
    doc: Any, ptype: str = "read", user: str | None = None, debug: bool = False
) -> bool:
    user = user or frappe.session.user
    return doc.event_type == "Public" or doc.owner == user or is_shared(doc, ptype, user)


@frappe.whitelist()
def get_events(
    start: str, end: str, user: str | None = None, for_reminder: bool = False, filters: Any = None
) -> list[Any]:
    """Readable open events that touch the days from `start` to `end`."""
    rows: list[Any] = [["status", "=", "Open"], ["starts_on", "<=", f"{end} 23:59:59"]]
    rows += filter_rows(filters, "Event")
    events = frappe.get_list(
        "Event",
        fields=[
            "name",
            "subject",
            "description",
            "color",
            "starts_on",
            "ends_on",
            "owner",
            "all_day",
            "event_type",
        ],
        filters=rows,
        limit_page_length=0,
    )
    first = getdate(start) or datetime.date.min
    return [event for event in events if getdate(event.ends_on or event.starts_on) >= first]
