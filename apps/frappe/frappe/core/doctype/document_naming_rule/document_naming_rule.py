"""Decides which naming rules make sense: their conditions name fields of the DocType. The naming
itself is the engine's.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint


class DocumentNamingRule(Document):
    """Names records of a DocType by conditions."""

    def validate(self) -> None:
        if not self.document_type:
            return  # said where required fields are checked
        meta = frappe.get_meta(self.document_type)
        for row in self.conditions:
            if not meta.has_field(row.field):
                frappe.throw(
                    _("Row {0}: {1} has no field {2}").format(
                        row.idx, self.document_type, frappe.bold(row.field)
                    )
                )


@frappe.whitelist(methods=["POST"])
def update_current(name: str, new_counter: int) -> None:
    """Set the number that the rule gave last."""
    frappe.only_for("System Manager")
    frappe.db.set_value("Document Naming Rule", name, "counter", cint(new_counter))
