"""Random picks for sample data."""

from __future__ import annotations

import random
from typing import Any

import frappe


def get_random(doctype: str, filters: Any = None, doc: bool = False) -> Any:
    """The name (or the document) of a random record, None when there is none."""
    names = frappe.get_all(doctype, filters=filters, pluck="name")
    if not names:
        return None
    name = random.choice(names)
    return frappe.get_doc(doctype, name) if doc else name


def add_random_children(
    doc: Any, fieldname: str, rows: int, randomize: dict[str, Any], unique: str | None = None
) -> None:
    """Append rows; `randomize` maps a field to a (from, to) range or a (DocType, filters) pick."""
    taken: set[Any] = set()
    for _row in range(rows):
        values: dict[str, Any] = {}
        for field, (first, second) in randomize.items():
            values[field] = (
                get_random(first, second)
                if isinstance(first, str)
                else random.randint(first, second)
            )
        if unique and values.get(unique) in taken:
            continue
        taken.add(values.get(unique))
        doc.append(fieldname, values)
