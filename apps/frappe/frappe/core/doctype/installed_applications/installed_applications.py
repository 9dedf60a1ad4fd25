"""Keeps which apps, in which versions, this site has."""

from __future__ import annotations

import frappe
from frappe.model.document import Document


class InstalledApplications(Document):
    """The apps of this site."""

    def update_versions(self) -> None:
        """Read the versions from the apps themselves."""
        self.set("installed_applications", [])
        for app in frappe.get_installed_apps():
            version = getattr(frappe.get_module(app), "__version__", "") or "0.0.0"
            row = {"app_name": app, "app_version": version, "git_branch": "release"}
            self.append("installed_applications", row)
        self.flags.ignore_permissions = True  # runs at the end of install and migrate
        self.save()


@frappe.whitelist()
def get_installed_app_order() -> list[str]:
    """Apps in the order in which they were installed."""
    frappe.only_for("System Manager")
    return list(frappe.get_installed_apps())
