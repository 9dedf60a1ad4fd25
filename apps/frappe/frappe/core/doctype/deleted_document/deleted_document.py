"""Decides how a deleted record comes back: as a new record with its old values, under its old name
where that is free.
"""

from __future__ import annotations

import json
from typing import Any

from ristretto.web.listing import parse_list

import frappe
from frappe import _
from frappe.exceptions import DocumentAlreadyRestored
from frappe.model.document import Document


class DeletedDocument(Document):
    """A record as it was when it was deleted."""


@frappe.whitelist(methods=["POST"])
def restore(name: str, alert: bool = True) -> str:
    """Insert the record again, as a draft; answers its name."""
    deleted = frappe.get_doc("Deleted Document", name)
    deleted.check_permission("read")
    if deleted.restored:
        frappe.throw(
            _("{0} was restored already").format(deleted.deleted_name), DocumentAlreadyRestored
        )
    doc = frappe.get_doc(json.loads(deleted.data))
    doc.docstatus = 0
    place: dict[str, Any] = (
        {}
        if frappe.db.exists(doc.doctype, deleted.deleted_name)
        else {"set_name": deleted.deleted_name}
    )
    doc.insert(**place)
    doc.add_comment("Edit", _("restored {0} as {1}").format(deleted.deleted_name, doc.name))
    deleted.db_set({"new_name": doc.name, "restored": 1})
    if alert:
        frappe.msgprint(_("{0} {1} was restored").format(_(doc.doctype), doc.name))
    return str(doc.name)


@frappe.whitelist(methods=["POST"])
def bulk_restore(docnames: Any) -> dict[str, list[str]]:
    """{restored, invalid, failed}: names of deleted records and what became of each."""
    result: dict[str, list[str]] = {"restored": [], "invalid": [], "failed": []}
    for name in parse_list(docnames, "docnames", of=str):
        frappe.db.savepoint("restore")
        try:
            restore(name, alert=False)
            result["restored"].append(name)
        except DocumentAlreadyRestored:
            result["invalid"].append(name)
        except frappe.ValidationError:
            frappe.db.rollback(save_point="restore")
            result["failed"].append(name)
    return result
