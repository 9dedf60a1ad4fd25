"""CSS of printed pages; shipped styles are not edited on a site."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document


class PrintStyle(Document):
    """One style."""

    def validate(self) -> None:
        allowed = frappe.conf.developer_mode or frappe.flags.in_import or frappe.flags.in_test
        if self.standard and not allowed:
            frappe.throw(
                _("Print Style {0} belongs to an app. Copy it to change it").format(self.name)
            )
