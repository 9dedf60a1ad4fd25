"""What frappe.client does behind its endpoints: arguments, rows, documents as callers see them."""

from typing import Any

from ristretto import access
from ristretto.web.listing import parse_filters, parse_json

import frappe
from frappe import _


def insert_values(doc: Any) -> Any:
    values = document_values(doc)
    if frappe.is_table(values["doctype"]):
        if not (values.get("parent") and values.get("parenttype") and values.get("parentfield")):
            frappe.throw(
                _("A row of a table needs its place: give parenttype, parent and parentfield")
            )
        parent = frappe.get_doc(values["parenttype"], values["parent"])
        parent.append(values["parentfield"], values)
        parent.save()
        return parent
    return frappe.get_doc(values).insert()


def readable(document: Any) -> dict[str, Any]:
    """What the caller may read of it (closed hole P-LEAK: stock answers with every level)."""
    document.apply_fieldlevel_read_permissions()
    return document.as_dict()


def document_values(doc: Any) -> dict[str, Any]:
    values = parse_json(doc, "doc")
    if not isinstance(values, dict) or not values.get("doctype"):
        frappe.throw(_("A document with its doctype is needed"))
    return {key: value for key, value in values.items() if key != "flags"}


def is_json_object(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, str) and value.lstrip().startswith("{"))


def field_names(fieldname: Any) -> list[str]:
    """A name, a JSON list of names, or a list."""
    if isinstance(fieldname, str) and fieldname.lstrip().startswith("["):
        fieldname = parse_json(fieldname, "fieldname")
    names = list(fieldname) if isinstance(fieldname, list | tuple) else [fieldname]
    if not names or not all(isinstance(name, str) and name for name in names):
        frappe.throw(_("{0} must be a field name or a list of them").format("fieldname"))
    return names


def name_of(doctype: str, name: Any, filters: Any) -> str:
    if name:
        return name
    conditions = parse_filters(filters)
    if not conditions and filters in (None, ""):
        frappe.throw(_("Name or filters are needed"))
    found = frappe.db.get_value(doctype, conditions)
    if not found:
        frappe.throw(_("{0} {1} not found").format(_(doctype), filters), frappe.DoesNotExistError)
    return found


def first_row(doctype: str, fields: list[str], filters: Any, parent: str | None) -> dict[str, Any]:
    if isinstance(filters, str) and not filters.lstrip().startswith(("{", "[")):
        filters = {"name": filters}
    if isinstance(filters, int | float):
        filters = {"name": str(filters)}
    conditions = parse_filters(filters)
    rows = frappe.get_list(
        doctype, filters=conditions, fields=fields, limit_page_length=1, parent_doctype=parent
    )
    return rows[0] if rows else {}


def single_values(doctype: str, fields: list[str]) -> dict[str, Any]:
    """The stored values of a single record; a field without one is left out."""
    stored = frappe.db.get_singles_dict(doctype)
    shown = [field for field in fields if may_see(doctype, field)]
    values = {field: frappe.db.get_single_value(doctype, field) for field in shown}
    return {field: value for field, value in values.items() if stored.get(field) is not None}


def may_see(doctype: str, field: str) -> bool:
    """Whether the field lies within the levels that the caller reads (stock shows every level)."""
    return not access.is_hidden_by_level(frappe.get_meta(doctype), field, frappe.session.user)


def parent_with_changed_row(row: Any, values: dict[str, Any]) -> Any:
    parent = frappe.get_doc(row.parenttype, row.parent)
    for child in parent.get(row.parentfield):
        if child.name == row.name:
            child.update(values)
    return parent
