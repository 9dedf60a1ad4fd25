"""Says what hangs on a DocType before somebody deletes it: its records, and the forms that point to it."""

from __future__ import annotations

from typing import Any

import frappe

POINTING = ("Link", "Table", "Table MultiSelect")


@frappe.whitelist()
@frappe.read_only()
def get_uses(doctype: str) -> dict[str, Any]:
    """{records: how many, linked_from: [{parent, label}] of fields of other DocTypes}."""
    frappe.only_for("System Manager")
    meta = frappe.get_meta(doctype)
    is_stored = not meta.issingle and frappe.db.table_exists(doctype)
    return {
        "records": frappe.db.count(doctype) if is_stored else 0,
        "linked_from": [row for row in _pointing_fields(doctype) if row["parent"] != doctype],
    }


def _pointing_fields(doctype: str) -> list[dict[str, Any]]:
    filters = {"fieldtype": ("in", POINTING), "options": doctype}
    found: list[dict[str, Any]] = []
    for table, owner in (("DocField", "parent"), ("Custom Field", "dt")):
        rows = frappe.get_all(table, filters, [f"{owner} as parent", "label", "fieldname"])
        found += [{"parent": row.parent, "label": row.label or row.fieldname} for row in rows]
    return found
