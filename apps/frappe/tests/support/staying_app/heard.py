"""What the framework told this app, with the apps that were installed at that moment."""

from __future__ import annotations

import frappe

TOLD: list[tuple[str, str, list[str]]] = []


def after_app_uninstall(app: str) -> None:
    TOLD.append(("after_app_uninstall", app, frappe.get_installed_apps()))
