"""A module: a group of DocTypes that belongs to one app."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document


class ModuleDef(Document):
    """One line of an app's modules.txt, or a module of the site."""

    def validate(self) -> None:
        self.app_name = self.app_name or "frappe"

    def on_update(self) -> None:
        frappe.clear_cache()

    def on_trash(self) -> None:
        if app_of_module(self.name) and not frappe.flags.in_uninstall:
            frappe.throw(_("Module {0} belongs to an app and cannot be deleted").format(self.name))


def app_of_module(module: str) -> str | None:
    """The installed app whose modules.txt lists the module."""
    wanted = frappe.scrub(module)
    for app in frappe.get_installed_apps():
        if wanted in [frappe.scrub(title) for title in frappe.get_module_list(app)]:
            return str(app)
    return None
