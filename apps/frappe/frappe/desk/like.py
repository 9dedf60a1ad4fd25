"""Likes: who marked a record, kept in its `_liked_by` and as a comment."""

from __future__ import annotations

import json
from typing import Any

import frappe
from frappe import _
from frappe.desk.doctype.notification_log.notification_log import (
    enqueue_create_notification,
    get_title,
    get_title_html,
)
from frappe.utils import get_fullname, sbool


@frappe.whitelist()
def toggle_like(doctype: str, name: str, add: str | bool = False) -> None:
    """Add or withdraw the current user's like of a record it may read."""
    doc = frappe.get_doc(doctype, name)
    doc.check_permission("read")
    liked = json.loads(doc.get("_liked_by") or "[]")
    user = frappe.session.user
    wanted = sbool(add) is True or add == "Yes"
    if wanted == (user in liked):
        return
    if wanted:
        liked.append(user)
        _comment(doc)
    else:
        liked.remove(user)
        filters = {
            "reference_doctype": doctype,
            "reference_name": name,
            "owner": user,
            "comment_type": "Like",
        }
        for comment in frappe.get_all("Comment", filters=filters, pluck="name"):
            # One's own like is withdrawn with its comment, which nobody may delete otherwise.
            frappe.delete_doc("Comment", comment, ignore_permissions=True)
    frappe.db.set_value(doctype, name, "_liked_by", json.dumps(liked), update_modified=False)


def _comment(doc: Any) -> None:
    doc.add_comment("Like", _("Liked"))
    if doc.owner == frappe.session.user:
        return
    title = get_title_html(get_title(doc.doctype, doc.name))
    subject = _("{0} liked {1} {2}").format(frappe.bold(get_fullname()), _(doc.doctype), title)
    enqueue_create_notification(
        doc.owner,
        {
            "type": "Alert",
            "document_type": doc.doctype,
            "document_name": doc.name,
            "subject": subject,
            "from_user": frappe.session.user,
        },
    )
