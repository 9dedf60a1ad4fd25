"""Decides which forms are offered when a mail is to be linked to a record."""

from __future__ import annotations

from typing import Any

import frappe
from frappe.desk.form.meta import get_dashboard_data

SHORT = 2  # so few letters say nothing yet: what belongs to the forms that apps name is offered


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def get_communication_doctype(
    doctype: str, txt: str, searchfield: str, start: int, page_len: int, filters: Any
) -> list[list[str]]:
    """[[DocType]] that the caller may read; with a short text those around the hook `communication_doctypes`."""
    wanted = txt.strip("%").lower()
    names = (
        _around()
        if len(wanted) < SHORT
        else frappe.get_all("DocType", filters={"issingle": 0, "istable": 0}, pluck="name")
    )
    return [[name] for name in names if wanted in name.lower() and frappe.has_permission(name)]


def _around() -> list[str]:
    """The forms on the dashboards of those that apps name."""
    found: dict[str, None] = {}
    for name in frappe.get_hooks("communication_doctypes"):
        for group in get_dashboard_data(frappe.get_meta(name)).get("transactions") or []:
            found.update(dict.fromkeys(group.get("items") or []))
    return list(found)
