"""Decides who may open a page of an app; its script and style lie beside its JSON."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.core.doctype.custom_role.custom_role import get_custom_allowed_roles
from frappe.model.document import Document


class Page(Document):
    """A screen."""

    def validate(self) -> None:
        if self.is_new() and not (
            frappe.conf.developer_mode or frappe.flags.in_import or frappe.flags.in_test
        ):
            frappe.throw(
                _("Page {0}: pages come with an app, they need code").format(self.page_name)
            )
        if self.standard == "Yes" and frappe.session.user != "Administrator":
            frappe.throw(_("Only Administrator may change a shipped page"), frappe.PermissionError)

    def on_trash(self) -> None:
        frappe.db.delete("Custom Role", {"page": self.name})

    def is_permitted(self) -> bool:
        """Whether the session user has one of the page's roles; no roles means everybody."""
        allowed = get_custom_allowed_roles("page", self.name) or [
            row.role for row in self.get("roles") or []
        ]
        return not allowed or bool(set(allowed) & set(frappe.get_roles()))
