"""Decides which entries of a web form a person may see, change and remove: their own, or those that rights open."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, strip_html

PAGE = 20


def open_form(name: str) -> Any:
    """The published form. Raises DoesNotExistError for an unknown one, PermissionError for a closed one."""
    form = frappe.get_doc("Web Form", name)
    if not form.published:
        raise frappe.PermissionError(_("This form is not open."))
    return form


def require_login(form: Any) -> None:
    if form.login_required and frappe.session.user == "Guest":
        raise frappe.PermissionError(_("Please sign in to use this form."))


def may(form: Any, name: Any, ptype: str = "read") -> bool:
    """The owner, whom the form's rights let in, or whom a hook or the record itself lets in."""
    user = frappe.session.user
    if user == "Guest" or not frappe.db.exists(form.doc_type, name):
        return False
    doc = frappe.get_doc(form.doc_type, name)
    if form.apply_document_permissions:
        return bool(doc.has_permission(ptype))
    if doc.owner == user:
        return True
    if frappe.has_website_permission(doc, ptype=ptype):
        return True
    return bool(hasattr(doc, "has_webform_permission") and doc.has_webform_permission())


def readable(form: Any, name: Any) -> Any:
    """The entry without fields above the reader's level. Raises PermissionError."""
    if not may(form, name, "read"):
        raise frappe.PermissionError(_("Not permitted"))
    doc = frappe.get_doc(form.doc_type, name)
    doc.apply_fieldlevel_read_permissions()
    return doc


def only_entry(form: Any) -> str | None:
    """The entry that a person has already made, where there is to be one only."""
    user = frappe.session.user
    if user == "Guest" or form.allow_multiple or not form.login_required:
        return None
    names = frappe.get_all(
        form.doc_type, [*form.conditions(), ["owner", "=", user]], pluck="name", limit=1
    )
    return str(names[0]) if names else None


def rows(form: Any, columns: list[str], start: int) -> tuple[list[Any], bool]:
    """(rows of a page, whether there are more) of the caller's entries, the newest first."""
    listed = frappe.get_list if form.apply_document_permissions else frappe.get_all
    filters = form.conditions()
    if not form.apply_document_permissions:
        filters.append(["owner", "=", frappe.session.user])
    found = listed(
        form.doc_type,
        filters=filters,
        fields=list(dict.fromkeys(["name", *columns])),
        order_by="creation desc",
        limit_start=cint(start),
        limit_page_length=PAGE + 1,
    )
    return list(found[:PAGE]), len(found) > PAGE


def delete(form: Any, names: list[str]) -> None:
    """All or none: an entry that is not the caller's refuses the call."""
    user = frappe.session.user
    is_open = bool(form.published and form.allow_delete)
    for name in names:
        if (
            not is_open
            or user == "Guest"
            or frappe.db.get_value(form.doc_type, name, "owner") != user
        ):
            raise frappe.PermissionError(_("You may not delete {0}").format(name))
    for name in names:
        # the form gives its people this right over what they made themselves
        frappe.delete_doc(form.doc_type, name, ignore_permissions=True)


def add_comment(form: Any, name: str, text: str) -> dict[str, Any]:
    if not form.published or not form.allow_comments or not may(form, name, "read"):
        raise frappe.PermissionError(_("Not permitted"))
    content = strip_html(str(text or "")).strip()
    if not content:
        frappe.throw(_("Write something first."))
    doc = frappe.get_doc(
        {
            "doctype": "Comment",
            "comment_type": "Comment",
            "reference_doctype": form.doc_type,
            "reference_name": name,
            "content": content,
            "comment_email": frappe.session.user,
            "comment_by": frappe.utils.get_fullname(frappe.session.user),
            "published": 1,
        }
    )
    doc.insert(
        ignore_permissions=True
    )  # the form gives its people this right over entries they see
    return {
        "name": doc.name,
        "comment_by": doc.comment_by,
        "creation": doc.creation,
        "content": content,
    }
