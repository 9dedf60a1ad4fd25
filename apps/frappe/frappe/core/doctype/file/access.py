"""Decides who may read and change a file: by the record to which it is attached.

One rule in two forms, for one file and as a condition of lists. A closed hole: stock lists every
file of every DocType that the user may read; here a private file is listed where its own record may
be read.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.utils import cstr


def has_permission(
    doc: Any, ptype: str | None = None, user: str | None = None, debug: bool = False
) -> bool:
    """Owner, or the right on the attached record: read for reading, write for all else."""
    user = user or frappe.session.user
    ptype = ptype or "read"
    if user == "Administrator":
        return True
    if ptype == "create":
        return bool(frappe.has_permission("File", "create", user=user))
    if ptype in ("read", "select") and (doc.get("is_folder") or not doc.get("is_private")):
        return True
    if user != "Guest" and doc.owner == user:
        return True
    return has_right_by_record(doc, "read" if ptype in ("read", "select") else "write", user)


def has_right_by_record(doc: Any, ptype: str, user: str) -> bool:
    doctype, name = doc.get("attached_to_doctype"), doc.get("attached_to_name")
    if not doctype or not name or not frappe.db.exists(doctype, name):
        return False
    return bool(frappe.has_permission(doctype, ptype, frappe.get_doc(doctype, name), user=user))


def get_permission_query_conditions(user: str | None = None, doctype: str | None = None) -> str:
    """SQL for lists: public files, folders, own files, those of records the user may read."""
    user = user or frappe.session.user
    if user == "Administrator":
        return ""
    own = f"`tabFile`.`owner` = {frappe.db.escape(user)}"
    if "Desk User" not in frappe.get_roles(user):
        return own
    parts = [own, "`tabFile`.`is_private` = 0", "`tabFile`.`is_folder` = 1"]
    parts += [condition for each in attached_doctypes() if (condition := of_records(each, user))]
    return " or ".join(f"({part})" for part in parts)


def attached_doctypes() -> list[str]:
    filters = {"is_private": 1, "attached_to_doctype": ("is", "set")}
    return list(frappe.get_all("File", filters=filters, pluck="attached_to_doctype", distinct=True))


def of_records(doctype: str, user: str) -> str | None:
    """Files of those records of a DocType that the user may read; None for none of them."""
    if doctype == "File" or not frappe.db.exists("DocType", doctype):
        return None
    if not frappe.has_permission(doctype, "read", user=user):
        return None
    is_type = f"`tabFile`.`attached_to_doctype` = {frappe.db.escape(doctype)}"
    if frappe.get_meta(doctype).issingle:
        return is_type
    from frappe.desk.reportview import build_match_conditions

    match = build_match_conditions(doctype, user=user)
    records = f"select `name` from `tab{doctype}`" + (f" where {match}" if match else "")
    return f"{is_type} and `tabFile`.`attached_to_name` in ({records})"


def check_attachment(doctype: str | None, name: Any) -> None:
    """Who attaches a file changes the record: that needs the right to write it (stock forgets to
    refuse).

    A record that does not exist yet (a form that is being filled) needs the right to create one.
    """
    if not doctype or frappe.session.user == "Administrator":
        return
    if name and frappe.db.exists(doctype, name):
        frappe.has_permission(doctype, "write", frappe.get_doc(doctype, name), throw=True)
    elif not frappe.has_permission(doctype, "create"):
        frappe.has_permission(doctype, "write", throw=True)


def check_url(doc: Any) -> None:
    """A record for a file that lies on the site already: only for who may read that file.

    Without this rule anybody could own a record of any private file and download it.
    """
    if not doc.is_private or frappe.session.user == "Administrator":
        return
    others = frappe.get_all("File", filters={"file_url": doc.file_url}, pluck="name")
    if not any(has_permission(frappe.get_doc("File", each), "read") for each in others):
        frappe.throw(
            _("You have no right to the file {0}").format(cstr(doc.file_url)),
            frappe.PermissionError,
        )
