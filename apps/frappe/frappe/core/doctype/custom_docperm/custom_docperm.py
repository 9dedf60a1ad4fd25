"""A permission row of the site; changing one changes the rights on its DocType at once."""

from __future__ import annotations

import frappe
from frappe.model.document import Document


class CustomDocPerm(Document):
    """Rights of a role on a DocType."""

    def on_update(self) -> None:
        frappe.clear_cache(doctype=self.parent)

    def on_trash(self) -> None:
        frappe.clear_cache(doctype=self.parent)
