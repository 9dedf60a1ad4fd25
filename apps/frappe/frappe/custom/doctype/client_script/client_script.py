"""A script that runs in the form or list of a DocType; it travels with the definition."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document


class ClientScript(Document):
    """One script."""

    def validate(self) -> None:
        if not self.is_new() and self.has_value_changed("dt"):
            frappe.throw(_("Client Script {0}: the DocType cannot change").format(self.name))

    def on_update(self) -> None:
        frappe.clear_cache(doctype=self.dt)

    def on_trash(self) -> None:
        frappe.clear_cache(doctype=self.dt)
