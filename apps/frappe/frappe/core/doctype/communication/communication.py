"""A message that belongs to a record."""

from __future__ import annotations

import frappe
from frappe.model.document import Document


class Communication(Document):
    """A message written from a record, or by a rule about it."""

    def set_delivery_status(self) -> None:
        """Follow the mails that carry this message: failed, on the way, or sent."""
        states = set(
            frappe.get_all("Email Queue", filters={"communication": self.name}, pluck="status")
        )
        if not states:
            return
        if "Error" in states:
            status = "Error"
        elif states == {"Sent"}:
            status = "Sent"
        else:
            status = "Sending"
        self.db_set("delivery_status", status, update_modified=False)
