"""Decides whether naming, connections and mail settings of a DocType can work.

Customize Form uses the naming checks for its own record, so they take the name of the DocType
separately.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.core.doctype.doctype.form_checks import field_of

# forms of autoname that do not begin with a literal prefix
WITHOUT_PREFIX = ("field:", "eval:", "naming_series:", "format:")
WORDS = ("prompt", "hash", "autoincrement", "uuid")
SUBJECT_TYPES = ("Data", "Text", "Long Text", "Small Text", "Text Editor")


def check_autoname(doc: Any, autoname: str | None, doctype: str) -> None:
    """The source field exists and is unique; a prefix belongs to one DocType."""
    if not autoname:
        if field_of(doc, "naming_series"):
            doc.autoname = "naming_series:"
        return
    if autoname.startswith("naming_series:") and not field_of(doc, "naming_series"):
        frappe.throw(
            _("{0}: naming by series needs a field {1}").format(
                doctype, frappe.bold("naming_series")
            )
        )
    if autoname.startswith("field:"):
        check_source_field(doc, autoname.partition(":")[2], doctype)
    elif autoname.lower() not in WORDS and not autoname.startswith(WITHOUT_PREFIX):
        check_prefix(autoname.partition(".")[0], doctype)


def check_source_field(doc: Any, fieldname: str, doctype: str) -> None:
    field = field_of(doc, fieldname)
    if field is None:
        frappe.throw(
            _("{0}: autoname names the field {1}, which does not exist").format(
                doctype, frappe.bold(fieldname)
            )
        )
    field.unique = 1


def check_prefix(prefix: str, doctype: str) -> None:
    filters = {"autoname": ("like", f"{prefix}.%"), "name": ("!=", doctype)}
    others = frappe.get_all("DocType", filters=filters, pluck="name", limit=1)
    if others:
        frappe.throw(
            _("{0}: the series {1} already counts {2}. Choose another prefix").format(
                doctype, frappe.bold(prefix), others[0]
            )
        )


def check_name_type(doc: Any) -> None:
    """Names are numbers or text from the first record on."""
    before = doc.get_doc_before_save()
    if before is None or doc.issingle:
        return
    changed = (before.autoname == "autoincrement") != (doc.autoname == "autoincrement")
    if changed and frappe.get_all(doc.name, limit=1):
        frappe.throw(
            _("{0}: numbered names can be switched on or off only while there is no record").format(
                doc.name
            )
        )


def check_links(definition: Any) -> None:
    """Each connection names a DocType and a column of it that can be counted."""
    if frappe.flags.in_patch or frappe.flags.in_fixtures or frappe.flags.in_migrate:
        return
    for row, link in enumerate(definition.get("links") or [], 1):
        check_link(definition, row, link)


def check_link(definition: Any, row: int, link: Any) -> None:
    where = _("{0}, connection {1}").format(definition.name, row)
    if not frappe.db.exists("DocType", link.get("link_doctype")):
        frappe.throw(
            _("{0}: there is no DocType {1}").format(where, frappe.bold(link.get("link_doctype"))),
            frappe.InvalidFieldNameError,
        )
    fields = (
        definition if link.link_doctype == definition.name else frappe.get_meta(link.link_doctype)
    )
    if not field_of(fields, link.get("link_fieldname")):
        frappe.throw(
            _("{0}: {1} has no field {2}").format(
                where, link.link_doctype, frappe.bold(link.link_fieldname)
            ),
            frappe.InvalidFieldNameError,
        )
    if link.get("is_child_table"):
        check_internal_link(definition, where, link)


def check_internal_link(definition: Any, where: str, link: Any) -> None:
    if not link.get("parent_doctype") or not link.get("table_fieldname"):
        frappe.throw(
            _("{0}: rows of a table need Parent DocType and Table Fieldname").format(where)
        )
    own = link.parent_doctype == definition.name
    parent = definition if own else frappe.get_meta(link.parent_doctype)
    if not field_of(parent, link.table_fieldname):
        frappe.throw(
            _("{0}: {1} has no table {2}").format(
                where, link.parent_doctype, frappe.bold(link.table_fieldname)
            )
        )


def check_email_fields(doc: Any) -> None:
    """Records made from mail need a field for the sender's address."""
    if not doc.get("email_append_to"):
        return
    doctype = doc.get("doc_type") or doc.name
    sender = field_of(doc, doc.sender_field or "")
    if sender is None or sender.options != "Email":
        frappe.throw(
            _("{0}: Sender Email Field must name a field with the option Email").format(doctype)
        )
    subject = field_of(doc, doc.subject_field or "")
    if doc.subject_field and (subject is None or subject.fieldtype not in SUBJECT_TYPES):
        frappe.throw(_("{0}: Subject Field must name a text field").format(doctype))
