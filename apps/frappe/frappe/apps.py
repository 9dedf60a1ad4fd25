"""Decides which apps a person may open from one page: those that say so by the hook `add_to_apps_screen`."""

from __future__ import annotations

from typing import Any

import frappe


@frappe.whitelist()
@frappe.read_only()
def get_apps() -> list[dict[str, Any]]:
    """[{name, logo, title, route}], in the order in which the apps were installed."""
    return [
        {
            "name": app,
            "logo": entry.get("logo"),
            "title": frappe._(entry.get("title") or app),
            "route": entry.get("route"),
        }
        for app in frappe.get_installed_apps()
        if app != "frappe"
        for entry in frappe.get_hooks("add_to_apps_screen", app_name=app)
        if is_open(entry)
    ]


def is_open(entry: dict[str, Any]) -> bool:
    """What the app's own function answers; without one everybody may."""
    path = entry.get("has_permission")
    return bool(frappe.get_attr(path)()) if path else True
