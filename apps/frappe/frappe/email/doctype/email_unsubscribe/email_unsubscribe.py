"""Controller of Email Unsubscribe: who wants no mail, once for each address and record."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint


class EmailUnsubscribe(Document):
    """An address that left."""

    def validate(self) -> None:
        if not cint(self.global_unsubscribe) and not (
            self.reference_doctype and self.reference_name
        ):
            frappe.throw(_("Name the record, or tick that this address gets no mail at all"))
        about: dict[str, object] = {"email": self.email, "name": ["!=", self.name or ""]}
        if cint(self.global_unsubscribe):
            about["global_unsubscribe"] = 1
        else:
            about["reference_doctype"] = self.reference_doctype
            about["reference_name"] = self.reference_name
        if frappe.db.exists("Email Unsubscribe", about):
            frappe.throw(_("{0} has left already").format(self.email), frappe.DuplicateEntryError)

    def on_update(self) -> None:
        """The record's history tells who left it."""
        if self.reference_doctype and frappe.db.exists(self.reference_doctype, self.reference_name):
            doc = frappe.get_doc(self.reference_doctype, self.reference_name)
            doc.add_comment("Label", _("{0} gets no more mail about this").format(self.email))
