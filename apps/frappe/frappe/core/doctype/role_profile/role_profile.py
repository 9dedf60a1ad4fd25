"""Decides that users of a role profile have exactly its roles, from the moment it is saved."""

from __future__ import annotations

import frappe
from frappe.model.document import Document


class RoleProfile(Document):
    """Roles that are given together."""

    def on_update(self) -> None:
        for name in frappe.get_all("User", filters={"role_profile_name": self.name}, pluck="name"):
            # ignore_permissions: who may change the profile changes its users by that
            frappe.get_doc("User", name).save(ignore_permissions=True)
