"""Which fields link dynamically, and to what."""

from __future__ import annotations

from typing import Any

from ristretto.document import backlinks

import frappe


def get_dynamic_links() -> list[Any]:
    """Dynamic Link fields of all DocTypes, custom ones too: {parent, fieldname, options}."""
    return [
        frappe._dict(parent=link.parent, fieldname=link.fieldname, options=link.options)
        for link in backlinks.link_map()
        if link.dynamic
    ]


def get_dynamic_link_map(for_delete: bool = False) -> dict[str, list[Any]]:
    """{DocType: fields that link to its records}; a Single's field stands under the Single itself."""
    found: dict[str, list[Any]] = {}
    for field in get_dynamic_links():
        if frappe.get_meta(field.parent).issingle:
            found.setdefault(field.parent, []).append(field)
            continue
        table = frappe.qb.DocType(field.parent)
        named = frappe.qb.from_(table).select(table[field.options]).distinct().run(pluck=True)
        for doctype in filter(None, named):
            found.setdefault(doctype, []).append(field)
    return found
