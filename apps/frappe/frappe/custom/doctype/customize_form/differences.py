"""Decides what differs between a form as its app ships it and as this site shows it, and takes single
differences back. Each is one record: a Custom Field, a Property Setter, a row of connections.
"""

from __future__ import annotations

import json
from typing import Any

import frappe
from frappe import _
from frappe.custom.doctype.custom_field.custom_field import apply_to_table
from frappe.custom.doctype.customize_form.properties import ROW_PROPERTIES

UNDOABLE = {"Custom Field": "dt", "Property Setter": "doc_type"} | {
    doctype: "parent" for doctype, _properties in ROW_PROPERTIES.values()
}
Row = dict[str, Any]


@frappe.whitelist()
@frappe.read_only()
def get_differences(doctype: str) -> list[Row]:
    """One row per record that changes the form: {doctype, name, field, label, property, shipped, value,
    by, modified, of_app}; `of_app` marks what an installed app made, which stays."""
    frappe.only_for("System Manager")
    return [*_added_fields(doctype), *_changed_properties(doctype), *_added_rows(doctype)]


def _added_fields(doctype: str) -> list[Row]:
    names = ["name", "fieldname", "label", "fieldtype", *_STAMPS]
    rows = frappe.get_all("Custom Field", {"dt": doctype}, names, order_by="idx")
    return [
        {
            **_record("Custom Field", row),
            "field": row.fieldname,
            "label": row.label,
            "property": "",
            "shipped": None,
            "value": row.fieldtype,
        }
        for row in rows
    ]


def _changed_properties(doctype: str) -> list[Row]:
    names = ["name", "field_name", "row_name", "property", "value", *_STAMPS]
    rows = frappe.get_all("Property Setter", {"doc_type": doctype}, names, order_by="name")
    return [
        {
            **_record("Property Setter", row),
            "field": row.field_name or row.row_name or "",
            "label": _shipped(doctype, row.field_name, "label") if row.field_name else "",
            "property": row.property,
            "shipped": _shipped(doctype, row.field_name, row.property),
            "value": row.value,
        }
        for row in rows
    ]


def _added_rows(doctype: str) -> list[Row]:
    found: list[Row] = []
    for child, properties in ROW_PROPERTIES.values():
        names = ["name", *properties, "owner", "modified"]
        for row in frappe.get_all(child, {"parent": doctype, "custom": 1}, names):
            text = ", ".join(str(row[name]) for name in properties if row[name])
            about = {"field": "", "label": "", "property": "", "shipped": None, "value": text}
            found.append({**_record(child, row), **about})
    return found


_STAMPS = ("owner", "modified", "is_system_generated")


def _record(doctype: str, row: Any) -> Row:
    return {
        "doctype": doctype,
        "name": row.name,
        "by": row.owner,
        "modified": row.modified,
        "of_app": int(bool(row.get("is_system_generated"))),
    }


def _shipped(doctype: str, fieldname: str | None, prop: str) -> Any:
    """The app's own value; for the order of the fields its list of names."""
    if prop == "field_order" and not fieldname:
        names = frappe.get_all("DocField", {"parent": doctype}, pluck="fieldname", order_by="idx")
        return json.dumps(names)
    source = "DocField" if fieldname else "DocType"
    if not frappe.db.has_column(source, prop):
        return None
    filters = {"parent": doctype, "fieldname": fieldname} if fieldname else doctype
    value = frappe.db.get_value(source, filters, prop)
    if value is None and fieldname and frappe.db.has_column("Custom Field", prop):
        value = frappe.db.get_value("Custom Field", {"dt": doctype, "fieldname": fieldname}, prop)
    return value


@frappe.whitelist(methods=["POST"])
def undo_difference(record_doctype: str, name: str) -> None:
    """Take one difference back. What a removed field held stays in its column."""
    frappe.only_for("System Manager")
    if record_doctype not in UNDOABLE:
        frappe.throw(_("{0} is not a change of a form").format(_(record_doctype)))
    about = [UNDOABLE[record_doctype], *_marks(record_doctype)]
    row = frappe.db.get_value(record_doctype, name, about, as_dict=True)
    if not row:
        frappe.throw(_("This change was taken back already. Load the page again"))
    if row.get("is_system_generated") or row.get("custom") == 0:
        frappe.throw(_("{0} belongs to an installed app and stays").format(frappe.bold(name)))
    doctype = row[UNDOABLE[record_doctype]]
    if "custom" in row:
        # ignore_permissions: rows of a form have no rights of their own, the role was asked above
        frappe.delete_doc(record_doctype, name, ignore_permissions=True)
    else:
        frappe.delete_doc(record_doctype, name)
    apply_to_table(doctype)


def _marks(record_doctype: str) -> list[str]:
    has_mark = record_doctype in ("Custom Field", "Property Setter")
    return ["is_system_generated"] if has_mark else ["custom"]
