"""Controller of Bulk Update, and the desk's "do this with all of them"."""

from __future__ import annotations

from typing import Any

from ristretto.web.listing import parse_list, parse_object

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

MOST_INLINE = 20
MOST = 500


class BulkUpdate(Document):
    """Set one field of many records, chosen by a condition."""

    @frappe.whitelist()
    def bulk_update(self) -> list[str]:
        """Save each matching record; returns the names that failed."""
        self.check_permission("write")
        names = frappe.get_list(
            self.document_type,
            filters=frappe.parse_json(self.condition) if self.condition else None,
            limit_page_length=cint(self.limit) or MOST,
            pluck="name",
        )
        return (
            submit_cancel_or_update_docs(
                self.document_type, names, "update", {self.field: self.update_value}
            )
            or []
        )


@frappe.whitelist()
def submit_cancel_or_update_docs(
    doctype: str,
    docnames: Any,
    action: str = "submit",
    data: Any = None,
    task_id: str | None = None,
) -> list[str] | None:
    """Submit, cancel or update up to 500 records; more than 20 in the background."""
    names = parse_list(docnames, "docnames")
    if len(names) > MOST:
        frappe.throw(
            _("Too many documents at once: choose {0} at most.").format(MOST),
            title=_("Too Many Documents"),
        )
    values = parse_object(data, "data") or None
    if len(names) <= MOST_INLINE:
        return _bulk_action(doctype, names, action, values)
    frappe.msgprint(_("The change of many documents runs in the background."), alert=True)
    frappe.enqueue(
        _bulk_action,
        doctype=doctype,
        docnames=names,
        action=action,
        data=values,
        queue="short",
        timeout=1000,
    )
    return None


def _bulk_action(
    doctype: str, docnames: list[str], action: str, data: dict[str, Any] | None
) -> list[str]:
    """Each record in its own transaction.

    One that is refused is named and does not stop the others.
    """
    failed = []
    for name in docnames:
        try:
            _act(frappe.get_doc(doctype, name), action, data)
            frappe.db.commit()
        except (frappe.ValidationError, frappe.PermissionError):
            failed.append(name)
            frappe.db.rollback()
    return failed


def _act(doc: Any, action: str, data: dict[str, Any] | None) -> None:
    if action == "submit" and doc.docstatus.is_draft():
        doc.submit()
    elif action == "cancel" and doc.docstatus.is_submitted():
        doc.cancel()
    elif action == "update" and not doc.docstatus.is_cancelled():
        doc.update(data or {})
        doc.save()
    else:
        frappe.throw(
            _("{0} cannot be done with {1} in its present status").format(_(action), doc.name)
        )
