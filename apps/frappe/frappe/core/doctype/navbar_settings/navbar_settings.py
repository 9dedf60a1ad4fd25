"""Logo and menus of the desk: entries that apps bring are hidden, not deleted."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

MENUS = ("settings_dropdown", "help_dropdown")


class NavbarSettings(Document):
    def validate(self) -> None:
        """Raises ValidationError when fewer standard entries are left than there were; patches may."""
        before = self.get_doc_before_save()
        if before and not frappe.flags.in_patch and _standard(before) > _standard(self):
            frappe.throw(_("A standard menu entry cannot be deleted: hide it"))


def _standard(settings: Any) -> int:
    return sum(bool(row.is_standard) for menu in MENUS for row in settings.get(menu) or ())
