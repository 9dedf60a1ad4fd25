"""Decides what becomes of a filled web form: only its own fields, only what they take, one record, its files.

Everything else that is sent is left out: no owner, no docstatus, no field of a level, none that the form only shows.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import frappe
from frappe import _
from frappe.core.api.file import get_max_file_size
from frappe.utils import cint, flt
from frappe.website.doctype.web_form import entries, links

HONEYPOT = "web_form_home_page"  # people do not see this field; programs fill it in
FILES = ("Attach", "Attach Image", "Signature")
BREAKS = (*frappe.model.display_fieldtypes, "Page Break")
EMPTY = (None, "", [])


def store(form: Any, data: dict[str, Any]) -> Any:
    """Insert or change the record. Raises ValidationError and PermissionError."""
    if data.get(HONEYPOT):
        frappe.throw(_("The form could not be sent."))
    if not form.published:
        raise frappe.PermissionError(_("This form is not open."))
    name = data.get("name")
    if name and not form.allow_edit:
        frappe.throw(_("You are not allowed to update this Web Form Document"))
    if form.login_required and frappe.session.user == "Guest":
        frappe.throw(_("You must login to submit this form"))
    with _as_sender(form):
        return _change(form, str(name), data) if name else _insert(form, data)


@contextmanager
def _as_sender(form: Any) -> Iterator[None]:
    """Anonymous forms store nothing about who is signed in."""
    user, flags = frappe.session.user, frappe.flags
    frappe.flags.in_web_form = True
    if form.anonymous and user != "Guest":
        frappe.set_user("Guest")
    try:
        yield
    finally:
        flags.in_web_form = False
        if frappe.session.user != user:
            frappe.set_user(user)


def _insert(form: Any, data: dict[str, Any]) -> Any:
    if form.login_required and entries.only_entry(form):
        frappe.throw(_("You have sent this form already."))
    doc = frappe.new_doc(form.doc_type)
    files = _fill(form, doc, data)
    _check(form, doc, files)
    waits = bool(files or form.allow_incomplete)
    # a published form is the right to make such a record; what it may hold was chosen field by field
    doc.insert(ignore_permissions=True, ignore_mandatory=waits)
    return _with_files(form, doc, files)


def _change(form: Any, name: str, data: dict[str, Any]) -> Any:
    if not entries.may(form, name, "write"):
        frappe.throw(
            _("You are not allowed to update this Web Form Document"), frappe.PermissionError
        )
    doc = frappe.get_doc(form.doc_type, name)
    if doc.docstatus and not doc.docstatus.is_draft():
        frappe.throw(_("{0} is closed and cannot be changed any more.").format(name))
    files = _fill(form, doc, data)
    _check(form, doc, files)
    doc.flags.ignore_mandatory = bool(form.allow_incomplete)
    doc.save(ignore_permissions=True)  # allowed by `entries.may`
    return _with_files(form, doc, files)


def _fill(form: Any, doc: Any, data: dict[str, Any]) -> dict[str, tuple[str, bytes]]:
    """Take the values of the form's own fields; {fieldname: (file name, content)} of files to keep."""
    files: dict[str, tuple[str, bytes]] = {}
    for row, field in fields_of(form):
        if row.read_only:
            continue
        if row.fieldname not in data:
            if doc.is_new() and doc.get(row.fieldname) is None and field.fieldtype != "Table":
                doc.set(row.fieldname, "")
            continue
        value = data[row.fieldname]
        if field.fieldtype in FILES and _is_upload(value):
            files[row.fieldname] = _decoded(form, row, str(value))
            continue
        if field.fieldtype in FILES and value not in EMPTY and value != doc.get(row.fieldname):
            frappe.throw(_("{0}: choose a file.").format(_(row.label)))
        doc.set(
            row.fieldname, _rows(field, value) if field.fieldtype == "Table" else _plain(row, value)
        )
    return files


def fields_of(form: Any) -> Iterator[tuple[Any, Any]]:
    """(row of the web form, field of the form behind), those that hold a value on level 0."""
    meta = frappe.get_meta(form.doc_type)
    for row in form.web_form_fields:
        field = meta.get_field(row.fieldname) if row.fieldname else None
        if field and row.fieldtype not in BREAKS and not int(field.permlevel or 0):
            yield row, field


def _plain(row: Any, value: Any) -> Any:
    if isinstance(value, list | dict):
        frappe.throw(_("{0}: this value cannot be used.").format(_(row.label)))
    return value


def _rows(field: Any, value: Any) -> list[dict[str, Any]]:
    """Rows of a table with the fields of its list, on level 0; never a name: rows of others stay theirs."""
    if value in EMPTY:
        return []
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        frappe.throw(_("{0}: this value cannot be used.").format(_(field.label)))
    meta = frappe.get_meta(field.options)
    known = {
        each.fieldname
        for each in meta.fields
        if not int(each.permlevel or 0) and not each.read_only
    }
    return [{key: _scalar(each[key]) for key in each if key in known} for each in value]


def _scalar(value: Any) -> Any:
    return None if isinstance(value, list | dict) else value


def _check(form: Any, doc: Any, files: dict[str, Any]) -> None:
    """Blank, too long, too great, not among the choices: each names its field."""
    blank = []
    for row, field in fields_of(form):
        value, label = doc.get(row.fieldname), _(row.label or row.fieldname)
        if value in EMPTY and row.fieldname not in files:
            if row.reqd and not form.allow_incomplete:
                blank.append(label)
            continue
        if row.max_length and len(str(value or "")) > row.max_length:
            frappe.throw(_("{0}: write at most {1} characters.").format(label, row.max_length))
        if row.max_value and flt(value) > row.max_value:
            frappe.throw(_("{0}: at most {1}.").format(label, row.max_value))
        _check_choice(form, row, field, value, label)
    if blank:
        frappe.throw(_("Please fill in: {0}").format(", ".join(blank)), title=_("Not complete"))


def _check_choice(form: Any, row: Any, field: Any, value: Any, label: str) -> None:
    if value in EMPTY:
        return
    if field.fieldtype == "Select" and row.options:
        offered = [each.strip() for each in str(row.options).split("\n")]
        if str(value) not in offered:
            frappe.throw(_("{0}: choose one of the list.").format(label))
    if field.fieldtype == "Link" and not row.read_only and not links.is_offered(form, row, value):
        frappe.throw(_("{0}: choose one of the list.").format(label))


def _is_upload(value: Any) -> bool:
    return isinstance(value, str) and "data:" in value and ";base64," in value


def _decoded(form: Any, row: Any, value: str) -> tuple[str, bytes]:
    """`name,data:type;base64,content`, as stock's pages send a file."""
    name, _comma, rest = (
        value.partition(",data:") if not value.startswith("data:") else ("", "", value)
    )
    try:
        content = base64.b64decode(rest.partition(";base64,")[2], validate=True)
    except binascii.Error:
        frappe.throw(_("{0}: this file cannot be read.").format(_(row.label)))
    limit = cint(form.max_attachment_size) * 1024 * 1024 or get_max_file_size()
    if len(content) > limit:
        most = round(limit / 1024 / 1024, 1)
        frappe.throw(_("{0}: the file is larger than {1} MB.").format(_(row.label), most))
    return name or f"{row.fieldname}.png", content


def _with_files(form: Any, doc: Any, files: dict[str, tuple[str, bytes]]) -> Any:
    """Keep the files as private ones of the record and put their addresses into it."""
    if not files:
        return doc
    for fieldname, (name, content) in files.items():
        file = frappe.get_doc(
            {
                "doctype": "File",
                "file_name": name,
                "attached_to_doctype": doc.doctype,
                "attached_to_name": doc.name,
                "attached_to_field": fieldname,
                "content": content,
                "is_private": 1,
            }
        )
        file.insert(
            ignore_permissions=True
        )  # part of the record that was just stored by the form's right
        doc.set(fieldname, file.file_url)
    doc.flags.ignore_mandatory = bool(form.allow_incomplete)
    return doc.save(ignore_permissions=True)  # the same record, now with its files
