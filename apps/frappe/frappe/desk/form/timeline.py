"""What happened to a document, sorted by kind: comments, likes, assignments, files, workflow steps,
e-mails, views."""

import json
from typing import Any

from ristretto import access

import frappe
from frappe.utils import markdown

VERSIONS_SHOWN = 10

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
        fields=["name", "creation", "content", "owner", "comment_type"],
        filters={"reference_doctype": doc.doctype, "reference_name": doc.name},
        order_by="creation desc",
    )
    for row in rows:
        if row.comment_type == "Comment":
            row.content = markdown(row.content)
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


def get_versions(doc: Any) -> list[Any]:
    """The last ten versions, without the fields that the caller may not read (stock shows them)."""
    if not doc.meta.track_changes:
        return []
    rows = frappe.get_all(
        "Version",
        filters={"ref_doctype": doc.doctype, "docname": doc.name},
        fields=["name", "owner", "creation", "data"],
        limit=VERSIONS_SHOWN,
        order_by="creation desc",
    )
    hidden = _hidden_fields(doc)
    if hidden:
        for row in rows:
            row.data = _without(json.loads(row.data or "{}"), hidden)
    return rows


def _hidden_fields(doc: Any) -> dict[str, set[str]]:
    """{"": fields of the document, table field: fields of its rows} above the caller's levels."""
    levels = access.permlevels(doc.meta, "read", doc=doc)
    metas = {"": doc.meta}
    metas.update({f.fieldname: frappe.get_meta(f.options) for f in doc.meta.get_table_fields()})
    found = {
        table: {f.fieldname for f in meta.fields if (f.permlevel or 0) not in levels}
        for table, meta in metas.items()
    }
    return {table: names for table, names in found.items() if names}


def _without(data: dict[str, Any], hidden: dict[str, set[str]]) -> str:
    """A version's data without hidden fields and without the rows of hidden tables."""
    own = hidden.get("", set())
    data["changed"] = [entry for entry in data.get("changed") or [] if entry[0] not in own]
    for key in ("added", "removed"):
        data[key] = [
            [table, {k: v for k, v in (row or {}).items() if k not in hidden.get(table, set())}]
            for table, row in data.get(key) or []
            if table not in own
        ]
    data["row_changed"] = [
        [table, *place, [entry for entry in changes if entry[0] not in hidden.get(table, set())]]
        for table, *place, changes in data.get("row_changed") or []
        if table not in own
    ]
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
