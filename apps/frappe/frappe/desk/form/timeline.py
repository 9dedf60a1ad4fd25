"""What happened to a document, sorted by kind: comments, likes, assignments, files, workflow steps,
e-mails, views."""

from typing import Any

import frappe

# Comment type -> list of docinfo it appears in; other types are information.
_LISTS = {
    "Comment": "comments",
    "Shared": "shared",
    "Unshared": "shared",
    "Assigned": "assignment_logs",
    "Assignment Completed": "assignment_logs",
    "Attachment": "attachment_logs",
    "Attachment Removed": "attachment_logs",
    "Info": "info_logs",
    "Edit": "info_logs",
    "Label": "info_logs",
    "Like": "like_logs",
    "Workflow": "workflow_logs",
}
_MESSAGE_FIELDS = (
    "name",
    "communication_type",
    "communication_medium",
    "communication_date",
    "content",
    "sender",
    "sender_full_name",
    "cc",
    "bcc",
    "creation",
    "subject",
    "delivery_status",
    "_liked_by",
    "reference_doctype",
    "reference_name",
    "read_by_recipient",
    "rating",
    "recipients",
    "owner",
)
_KEYS = (
    "comments",
    "shared",
    "assignment_logs",
    "attachment_logs",
    "info_logs",
    "like_logs",
    "workflow_logs",
)


def add_comments(doc: Any, docinfo: Any) -> None:
    """Fill the comment lists of `docinfo`, newest first."""
    docinfo.update({key: [] for key in _KEYS})
    rows = frappe.get_all(
        "Comment",
        fields=["name", "creation", "content", "owner", "comment_type", "comment_by"],
        filters={"reference_doctype": doc.doctype, "reference_name": doc.name},
        order_by="creation desc",
    )
    for row in rows:
        if target := _LISTS.get(row.comment_type):
            docinfo[target].append(row)


def get_communications_of(doctype: str, name: Any, start: int = 0, limit: int = 20) -> list[Any]:
    """E-mails and automated messages about a document, newest first."""
    if not frappe.db.exists("DocType", "Communication"):
        return []
    columns = set(frappe.get_meta("Communication").get_valid_columns())
    return frappe.get_all(
        "Communication",
        fields=[field for field in _MESSAGE_FIELDS if field in columns],
        filters={
            "reference_doctype": doctype,
            "reference_name": name,
            "communication_type": ("in", ("Communication", "Automated Message")),
        },
        order_by="creation desc",
        limit_start=start,
        limit=limit,
    )


def view_logs(doc: Any) -> list[Any]:
    """Who looked at it, for DocTypes that track views."""
    if not doc.meta.track_views:
        return []
    return frappe.get_all(
        "View Log",
        filters={"reference_doctype": doc.doctype, "reference_name": doc.name},
        fields=["name", "creation", "owner"],
        order_by="creation desc",
    )
