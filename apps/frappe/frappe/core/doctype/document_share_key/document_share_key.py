"""A key that opens the print view of one record, for as long as System Settings say."""

from __future__ import annotations

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, cint, getdate, nowdate

KEY_LENGTH = 32


class DocumentShareKey(Document):
    """The key of one record."""

    def before_insert(self) -> None:
        self.key = frappe.generate_hash(length=KEY_LENGTH)
        days = cint(frappe.get_system_settings("document_share_key_expiry"))
        if not self.expires_on and not self.flags.no_expiry and days:
            self.expires_on = add_days(nowdate(), days)


def is_expired(expires_on: str | None) -> bool:
    return bool(expires_on) and getdate(expires_on) < getdate(nowdate())
