"""Decides what follows when a DocType gets another name: its table, fields of other forms that point to it, rows
of its tables, rights that the site gave.
"""

from __future__ import annotations

import frappe

POINTING = ("Link", "Table", "Table MultiSelect")


def follow(old: str, new: str, *, issingle: bool) -> None:
    """Carried out after the definition itself has the new name."""
    if issingle:
        frappe.db.sql("update `tabSingles` set doctype = %s where doctype = %s", (new, old))
    else:
        frappe.db.rename_table(old, new)
    touched = point_to(old, new)
    frappe.clear_cache(doctype=new)
    for table in frappe.get_meta(new).get_table_fields():
        frappe.db.sql(
            f"update `tab{table.options}` set parenttype = %s where parenttype = %s", (new, old)
        )
    frappe.db.sql("update `tabCustom DocPerm` set parent = %s where parent = %s", (new, old))
    for doctype in {old, new, *touched}:
        frappe.clear_cache(doctype=doctype)


def point_to(old: str, new: str) -> set[str]:
    """Options of fields follow, also those that a customisation set; the DocTypes that changed."""
    touched: set[str] = set()
    for table, owner in (("DocField", "parent"), ("Custom Field", "dt")):
        for row in frappe.get_all(
            table,
            {"fieldtype": ("in", POINTING), "options": old},
            ["name", f"{owner} as doctype_of_row"],
        ):
            frappe.db.set_value(table, row.name, "options", new, update_modified=False)
            touched.add(row.doctype_of_row)
    for row in frappe.get_all(
        "Property Setter", {"property": "options", "value": old}, ["name", "doc_type"]
    ):
        frappe.db.set_value("Property Setter", row.name, "value", new, update_modified=False)
        touched.add(row.doc_type)
    return touched
