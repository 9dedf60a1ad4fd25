"""Decides what the rankings of apps are: what their functions, named by the hook `leaderboards`, say together."""

from __future__ import annotations

from typing import Any

import frappe


@frappe.whitelist()
@frappe.read_only()
def get_leaderboard_config() -> dict[str, Any]:
    """{DocType: {fields, method, …}} of all installed apps, the last one first when two name the same."""
    found: dict[str, Any] = {}
    for path in frappe.get_hooks("leaderboards"):
        found.update(frappe.get_attr(path)() or {})
    return found
