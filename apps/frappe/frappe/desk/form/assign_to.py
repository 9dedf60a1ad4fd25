"""Assigning records to people: a ToDo for each, the right to read, a word on the desk."""

from __future__ import annotations

from typing import Any

from ristretto.web.listing import parse_list, parse_object

import frappe
from frappe import _
from frappe.desk.doctype.notification_log.notification_log import (
    enqueue_create_notification,
    get_title,
    get_title_html,
)
from frappe.utils import escape_html, nowdate

_DONE = ("Cancelled", "Closed")


def get(args: Any = None) -> list[Any]:
    """Open assignments of a record: owner (the assignee) and the ToDo's name."""
    args = args or frappe.local.form_dict
    # Who works on a record is shown to everybody who may open it.
    return frappe.get_all(
        "ToDo",
        fields=["allocated_to as owner", "name"],
        filters={
            "reference_type": args.get("doctype"),
            "reference_name": args.get("name"),
            "status": ["not in", _DONE],
        },
        limit=5,
    )


@frappe.whitelist()
def add(args: Any = None, *, ignore_permissions: bool = False) -> list[Any]:
    """Assign a record to each of `assign_to`.

    People without access get it shared, or are refused.
    """
    args = frappe._dict(parse_object(args, "args") or frappe.local.form_dict)
    doc = frappe.get_doc(args.doctype, args.name)
    if not ignore_permissions:
        doc.check_permission()
    shared, again = [], []
    for user in parse_list(args.assign_to, "assign_to", of=str):
        if _open_todo(args, user):
            again.append(user)
            continue
        if _assign(args, doc, user):
            shared.append(user)
    if shared:
        frappe.msgprint(
            _("These people can read it now: {0}").format(format_message_for_assign_to(shared))
        )
    if again:
        frappe.msgprint(
            _("These people have this task already: {0}").format(
                format_message_for_assign_to(again)
            )
        )
    return get(args)


def _open_todo(args: Any, user: str) -> Any:
    return frappe.db.exists(
        "ToDo",
        {
            "reference_type": args.doctype,
            "reference_name": args.name,
            "status": "Open",
            "allocated_to": user,
        },
    )


def _assign(args: Any, doc: Any, user: str) -> bool:
    """Make the ToDo; True when the record had to be shared."""
    shared = _open_to(doc, user)
    description = args.description or _("Assignment for {0} {1}").format(args.doctype, args.name)
    todo = frappe.get_doc(
        {
            "doctype": "ToDo",
            "allocated_to": user,
            "reference_type": args.doctype,
            "reference_name": args.name,
            "description": escape_html(description),
            "priority": args.priority or "Medium",
            "status": "Open",
            "date": args.date or nowdate(),
            "assigned_by": args.assigned_by or frappe.session.user,
            "assignment_rule": args.assignment_rule,
        }
    )
    # Reading the record is enough to ask somebody; the ToDo needs no right of its own.
    todo.insert(ignore_permissions=True)
    if doc.meta.get_field("assigned_to"):
        frappe.db.set_value(doc.doctype, doc.name, "assigned_to", user)
    notify_assignment(
        todo.assigned_by, user, doc.doctype, doc.name, action="ASSIGN", description=todo.description
    )
    return shared


def _open_to(doc: Any, user: str) -> bool:
    if frappe.has_permission(doc.doctype, "read", doc=doc, user=user):
        return False
    if frappe.get_system_settings("disable_document_sharing"):
        frappe.throw(
            _("{0} may not read this document.").format(frappe.bold(user))
            + "<br>"
            + _("Sharing is switched off here: give this person the right first, then assign."),
            title=_("Missing Permission"),
        )
    frappe.share.add(doc.doctype, doc.name, user)
    return True


@frappe.whitelist()
def add_multiple(args: Any = None) -> None:
    """Assign several records at once (`name` is a JSON list)."""
    args = frappe._dict(parse_object(args, "args") or frappe.local.form_dict)
    for name in parse_list(args.name, "name"):
        add(args.copy().update({"name": name}))


def close_all_assignments(doctype: str, name: str, ignore_permissions: bool = False) -> bool:
    """Close every assignment that is not cancelled; whether there was one."""
    filters = {"reference_type": doctype, "reference_name": name, "status": ["!=", "Cancelled"]}
    return _set_all(doctype, name, filters, "Closed", ignore_permissions)


def clear(doctype: str, name: str, ignore_permissions: bool = False) -> bool:
    """Cancel every assignment; whether there was one."""
    filters = {"reference_type": doctype, "reference_name": name}
    return _set_all(doctype, name, filters, "Cancelled", ignore_permissions)


def _set_all(doctype: str, name: str, filters: Any, status: str, ignore_permissions: bool) -> bool:
    rows = frappe.get_all("ToDo", fields=["name", "allocated_to"], filters=filters)
    for row in rows:
        set_status(doctype, name, row.name, row.allocated_to, status, ignore_permissions)
    return bool(rows)


@frappe.whitelist()
def remove(doctype: str, name: str, assign_to: str, ignore_permissions: bool = False) -> list[Any]:
    """Withdraw an assignment. A request cannot lift the check of rights."""
    checked = ignore_permissions and not frappe.local.request
    return set_status(doctype, name, "", assign_to, "Cancelled", checked)


@frappe.whitelist()
def close(doctype: str, name: str, assign_to: str, ignore_permissions: bool = False) -> list[Any]:
    """The assignee reports the task as done."""
    if assign_to != frappe.session.user:
        frappe.throw(_("Only the person it is assigned to may complete this task."))
    checked = ignore_permissions and not frappe.local.request
    return set_status(doctype, name, "", assign_to, "Closed", checked)


def set_status(
    doctype: str,
    name: str,
    todo: str | None = None,
    assign_to: str | None = None,
    status: str = "Cancelled",
    ignore_permissions: bool = False,
) -> list[Any]:
    """Set an assignment's status and tell the assignee; returns what is still open."""
    if not ignore_permissions:
        frappe.get_doc(doctype, name).check_permission()
    todo = todo or frappe.db.get_value(
        "ToDo",
        {
            "reference_type": doctype,
            "reference_name": name,
            "allocated_to": assign_to,
            "status": ["!=", status],
        },
    )
    if todo and frappe.db.exists("ToDo", todo):
        doc = frappe.get_doc("ToDo", todo)
        doc.status = status
        # Whoever may open the record may withdraw an assignment of it.
        doc.save(ignore_permissions=True)
        notify_assignment(doc.assigned_by, doc.allocated_to, doctype, name)
    if status in _DONE and frappe.get_meta(doctype).get_field("assigned_to"):
        frappe.db.set_value(doctype, name, "assigned_to", None)
    return get({"doctype": doctype, "name": name})


def notify_assignment(
    assigned_by: str | None,
    allocated_to: str | None,
    doc_type: str | None,
    doc_name: str | None,
    action: str = "CLOSE",
    description: str | None = None,
) -> None:
    """Tell the assignee, unless it did this itself or is disabled."""
    if not (assigned_by and allocated_to and doc_type and doc_name) or assigned_by == allocated_to:
        return
    assignee = frappe.db.get_value("User", allocated_to, ["language", "enabled"], as_dict=True)
    if not assignee or not assignee.enabled:
        return
    who = frappe.bold(frappe.utils.get_fullname())
    kind = frappe.bold(_(doc_type, lang=assignee.language))
    title = get_title_html(get_title(doc_type, doc_name))
    if action == "CLOSE":
        text = _("{2} took the task {0} {1} away from you", lang=assignee.language)
        subject = text.format(kind, title, who)
    else:
        text = _("{0} gave you the task {1} {2}", lang=assignee.language)
        subject = text.format(who, kind, title)
    enqueue_create_notification(
        allocated_to,
        {
            "type": "Assignment",
            "document_type": doc_type,
            "document_name": doc_name,
            "subject": subject,
            "from_user": frappe.session.user,
            "email_content": f"<div>{description}</div>" if description else None,
        },
    )


def format_message_for_assign_to(users: list[str]) -> str:
    return "<br><br>" + "<br>".join(users)
