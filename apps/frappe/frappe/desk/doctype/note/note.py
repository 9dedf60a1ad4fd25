"""Controller of Note: a text of one person, or for everybody."""

from __future__ import annotations

from typing import Any

import frappe
from frappe.model.document import Document
from frappe.share import is_shared, shared_condition


class Note(Document):
    """A note; a public one may announce itself after login until it expires."""

    def validate(self) -> None:
        if self.notify_on_login and not self.expire_notification_on:
            self.expire_notification_on = frappe.utils.add_days(self.creation, 1)
        if not self.public and self.notify_on_login:
            self.notify_on_login = 0
        if not self.content:
            self.content = "<span></span>"

    def mark_seen_by(self, user: str) -> None:
        if user not in [row.user for row in self.seen_by]:
            self.append("seen_by", {"user": user})


@frappe.whitelist()
def mark_as_seen(note: str) -> None:
    doc = frappe.get_doc("Note", note)
    doc.check_permission("read")
    doc.mark_seen_by(frappe.session.user)
    # A reader of an announcement may only leave its own name in it.
    doc.save(ignore_permissions=True, ignore_version=True)


def get_permission_query_conditions(
    user: str | None = None, doctype: str | None = None
) -> str | None:
    user = user or frappe.session.user
    if user == "Administrator":
        return None
    shown = f"`tabNote`.owner = {frappe.db.escape(user)} or `tabNote`.public = 1"
    return f"({shown} or {shared_condition('Note', user)})"


def has_permission(
    doc: Any, ptype: str = "read", user: str | None = None, debug: bool = False
) -> bool:
    user = user or frappe.session.user
    return bool(
        user == "Administrator"
        or doc.owner == user
        or (doc.public and ptype in ("read", "print"))
        or is_shared(doc, ptype, user)
    )
