"""Controller of List View Settings.

Columns and habits of a DocType's list, the same for everybody.
"""

from __future__ import annotations

from typing import Any

from ristretto.web.listing import parse_list, parse_object

import frappe
from frappe.model.document import Document
from frappe.utils import cint


class ListViewSettings(Document):
    """Settings of one list, named by its DocType."""

    def on_update(self) -> None:
        frappe.clear_document_cache(self.doctype, self.name)


@frappe.whitelist()
def save_listview_settings(
    doctype: str, listview_settings: Any, removed_listview_fields: Any
) -> dict[str, Any]:
    """Store settings and the fields shown in the list; returns meta and settings."""
    values = frappe._dict(parse_object(listview_settings, "listview_settings"))
    removed = parse_list(removed_listview_fields, "removed_listview_fields", of=str)
    if frappe.db.exists("List View Settings", doctype):
        doc = frappe.get_doc("List View Settings", doctype)
    else:
        doc = frappe.new_doc("List View Settings")
        doc.name = doctype
    doc.update(values)
    doc.save()
    set_listview_fields(doctype, values.fields, removed)
    return {"meta": frappe.get_meta(doctype), "listview_settings": doc}


def set_listview_fields(
    doctype: str, listview_fields: Any, removed_listview_fields: list[str]
) -> None:
    """Turn `in_list_view` on and off by property setters."""
    meta = frappe.get_meta(doctype)
    shown = [field.get("fieldname") for field in parse_list(listview_fields, "fields", of=dict)]
    for fieldname, value in [(name, 1) for name in shown] + [
        (name, 0) for name in removed_listview_fields
    ]:
        field = meta.get_field(fieldname)
        if not field or fieldname == "status_field" or cint(field.in_list_view) == value:
            continue
        frappe.make_property_setter(
            {
                "doctype": doctype,
                "doctype_or_field": "DocField",
                "fieldname": fieldname,
                "property": "in_list_view",
                "value": value,
                "property_type": "Check",
            }
        )


@frappe.whitelist()
def get_default_listview_fields(doctype: str) -> list[str]:
    """Fields shown by the DocType's own definition, customisation aside."""
    rows = frappe.get_all(
        "DocField",
        filters={"parent": doctype, "in_list_view": 1},
        pluck="fieldname",
        order_by="idx",
    )
    title = frappe.get_meta(doctype).title_field
    if title and title not in rows:
        rows.append(title)
    return rows
