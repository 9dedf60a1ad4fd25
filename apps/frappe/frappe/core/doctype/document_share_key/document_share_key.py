"""A key that opens the print view of one record, for as long as System Settings say."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
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


def key_of(doc: Any, expires_on: Any = None, no_expiry: bool = False) -> str:
    """The record's key with this end, made when there is none."""
    ends = None if no_expiry else expires_on
    about = {"reference_doctype": doc.doctype, "reference_docname": doc.name}
    found = frappe.db.exists(
        "Document Share Key", {**about, "expires_on": ends or ("is", "not set")}
    )
    if found and (ends or no_expiry):
        return str(frappe.db.get_value("Document Share Key", found, "key"))
    key = frappe.get_doc({"doctype": "Document Share Key", **about, "expires_on": ends})
    key.flags.no_expiry = no_expiry
    # whoever the code lets hand out a link needs no right on the list of keys
    return str(key.insert(ignore_permissions=True).key)


def validate_key(key: str, doc: Any) -> None:
    """Raise InvalidKeyError (401) for a key of another record, LinkExpired (410) for an old one."""
    about = {"reference_doctype": doc.doctype, "reference_docname": doc.name, "key": key}
    found = frappe.db.get_value("Document Share Key", about, ["expires_on"], as_dict=True)
    if found is None:
        frappe.throw(_("This link does not belong to the document"), frappe.InvalidKeyError)
    if is_expired(found.expires_on):
        frappe.throw(_("This link has expired. Ask for a new one"), frappe.LinkExpired)


def is_expired(expires_on: str | None) -> bool:
    return bool(expires_on) and getdate(expires_on) < getdate(nowdate())
