"""Decides that from users of a module profile exactly its modules are hidden, from the moment it is saved."""

from __future__ import annotations

import frappe
from frappe.model.document import Document


class ModuleProfile(Document):
    """Modules that are hidden together."""

    def onload(self) -> None:
        modules = frappe.get_all("Module Def", pluck="name", order_by="name")
        self.set_onload("all_modules", modules)

    def on_update(self) -> None:
        for name in frappe.get_all("User", filters={"module_profile": self.name}, pluck="name"):
            # ignore_permissions: who may change the profile changes its users by that
            frappe.get_doc("User", name).save(ignore_permissions=True)
