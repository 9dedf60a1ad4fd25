"""Decides which records a link of a web form offers, and refuses all others.

Guests choose among all records of the linked form; signed-in people among their own, unless the field opens all.
"""

from __future__ import annotations

import json
from typing import Any

import frappe

MOST = 1000  # choices that a page lists


def choices(form: Any, row: Any) -> list[Any]:
    """[{value, label}] of a link field."""
    meta = frappe.get_meta(row.options)
    fields = ["name as value"]
    if meta.title_field and meta.show_title_field_in_link:
        fields.append(f"{meta.title_field} as label")
    how: dict[str, Any] = {"fields": fields, "limit_page_length": MOST, "order_by": "name asc"}
    return list(frappe.get_all(row.options, filters=_filters(form, row), **how))


def _filters(form: Any, row: Any) -> dict[str, Any]:
    if form.login_required and not row.allow_read_on_all_link_options:
        return {"owner": frappe.session.user}
    return {}


def is_offered(form: Any, row: Any, value: Any) -> bool:
    return bool(frappe.db.exists(row.options, {"name": str(value), **_filters(form, row)}))


def as_text(form: Any, row: Any) -> str:
    """As stock's pages read it: JSON where there are titles, else one name a line."""
    found = choices(form, row)
    if found and "label" in found[0]:
        return json.dumps(found, default=str, ensure_ascii=False)
    return "\n".join(str(each.value) for each in found)
