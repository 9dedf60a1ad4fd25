"""Decides what a timeline entry leaves on its record: cleaned text, the list in `_comments`, news
for who is mentioned.
"""

from __future__ import annotations

import json
import re
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_fullname, sanitize_html

KEPT = 100
SHORT = 97
MENTION = re.compile(r'<span[^>]*class="mention"[^>]*>')
ATTRIBUTE = re.compile(r'data-(id|is-group)="([^"]*)"')
# comment type -> the list of the form's timeline in which a client shows it
TIMELINE_KEYS = {
    "Like": "like_logs",
    "Assigned": "assignment_logs",
    "Assignment Completed": "assignment_logs",
    "Comment": "comments",
    "Attachment": "attachment_logs",
    "Attachment Removed": "attachment_logs",
}


class Comment(Document):
    """An entry of a timeline."""

    def validate(self) -> None:
        self.comment_email = self.comment_email or frappe.session.user
        self.content = (
            sanitize_html(self.content, always_sanitize=True) if self.content else self.content
        )

    def after_insert(self) -> None:
        if self.comment_type == "Comment":
            self.notify_mentioned()
        self.publish("add")

    def on_update(self) -> None:
        update_comment_in_doc(self)
        if not self.flags.in_insert:
            self.publish("update")

    def on_trash(self) -> None:
        if self.comment_type == "Comment":
            entries = [entry for entry in read_entries(self) if entry.get("name") != self.name]
            write_entries(self, entries)
        self.publish("delete")

    def publish(self, action: str) -> None:
        key = TIMELINE_KEYS.get(self.comment_type)
        if key and self.reference_doctype and self.reference_name:
            frappe.publish_realtime(
                "docinfo_update",
                {"doc": self.as_dict(), "key": key, "action": action},
                doctype=self.reference_doctype,
                docname=self.reference_name,
                after_commit=True,
            )

    def notify_mentioned(self) -> None:
        users = [
            user for user in extract_mentions(self.content or "") if user != frappe.session.user
        ]
        if not users or not self.reference_doctype or not self.reference_name:
            return
        from frappe.desk.doctype.notification_log.notification_log import (
            enqueue_create_notification,
        )

        subject = _("{0} mentioned you in {1} {2}").format(
            frappe.bold(get_fullname(frappe.session.user)),
            _(self.reference_doctype),
            self.reference_name,
        )
        enqueue_create_notification(
            users,
            {
                "type": "Mention",
                "document_type": self.reference_doctype,
                "document_name": self.reference_name,
                "subject": subject,
                "from_user": frappe.session.user,
                "email_content": self.content,
            },
        )


def extract_mentions(html: str) -> list[str]:
    """Users named in a text as the desk's editor marks them; groups stand for their members."""
    users: list[str] = []
    for tag in MENTION.findall(html):
        marks = dict(ATTRIBUTE.findall(tag))
        if marks.get("is-group") == "true":
            members = {"parent": marks.get("id"), "parenttype": "User Group"}
            users += frappe.get_all("User Group Member", filters=members, pluck="user")
        elif marks.get("id"):
            users.append(marks["id"])
    return list(dict.fromkeys(users))


def update_comment_in_doc(doc: Any) -> None:
    """Keep the newest comments in the record's `_comments`, without touching its `modified`."""
    is_comment = doc.doctype != "Comment" or doc.comment_type == "Comment"
    if not (is_comment and doc.reference_doctype and doc.reference_name and doc.content):
        return
    text = doc.content if len(doc.content) <= KEPT else f"{doc.content[:SHORT]}..."
    entry = {
        "comment": text,
        "by": doc.get("comment_email") or doc.get("sender") or doc.owner,
        "name": doc.name,
    }
    entries = [each for each in read_entries(doc) if each.get("name") != doc.name]
    write_entries(doc, [*entries, entry])


def has_column(doctype: str) -> bool:
    """Singles, virtual DocTypes and child tables have no `_comments`."""
    return frappe.db.table_exists(doctype) and frappe.db.has_column(doctype, "_comments")


def read_entries(doc: Any) -> list[dict[str, Any]]:
    if not has_column(doc.reference_doctype):
        return []
    text = frappe.db.get_value(doc.reference_doctype, doc.reference_name, "_comments")
    entries: list[dict[str, Any]] = json.loads(text) if text else []
    return entries


def write_entries(doc: Any, entries: list[dict[str, Any]]) -> None:
    if not has_column(doc.reference_doctype):
        return
    frappe.db.set_value(
        doc.reference_doctype,
        doc.reference_name,
        "_comments",
        json.dumps(entries[-KEPT:]),
        update_modified=False,
    )


def on_doctype_update() -> None:
    frappe.db.add_index("Comment", ["reference_doctype", "reference_name"])
