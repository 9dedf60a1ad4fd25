"""How often a record is linked: kept in its `idx`, by which link searches sort."""

from __future__ import annotations

from collections import Counter

import frappe

# Written by the system all the time, or linked by everything: their counts would say nothing.
ignore_doctypes = frozenset(
    (
        "DocType",
        "Print Format",
        "Role",
        "Module Def",
        "Communication",
        "ToDo",
        "Version",
        "Error Log",
        "Scheduled Job Log",
        "View Log",
        "Activity Log",
        "Notification Log",
        "Email Queue",
        "DocShare",
        "User",
    )
)
_KEY = "_link_count"


def notify_link_count(doctype: str, name: str) -> None:
    """Note one more link to a record; it is counted after the transaction, and only in a request."""
    if doctype in ignore_doctypes or not frappe.request:
        return
    noted = getattr(frappe.local, _KEY, None)
    if noted is None:
        noted = Counter[tuple[str, str]]()
        setattr(frappe.local, _KEY, noted)
        frappe.db.after_commit.add(flush_local_link_count)
    noted[doctype, name] += 1


def flush_local_link_count() -> None:
    """Add this request's counts to those that wait for the hourly update."""
    noted = getattr(frappe.local, _KEY, None)
    if noted:
        waiting = Counter(frappe.cache.get_value(_KEY) or {})
        waiting.update(noted)
        frappe.cache.set_value(_KEY, dict(waiting))
        noted.clear()


def update_link_count() -> None:
    """Add the waiting counts to the records' `idx`."""
    for (doctype, name), count in (frappe.cache.get_value(_KEY) or {}).items():
        if frappe.db.table_exists(doctype):
            table = frappe.qb.DocType(doctype)
            frappe.qb.update(table).set(table.idx, table.idx + count).where(
                table.name == name
            ).run()
    frappe.db.commit()
    frappe.cache.delete_value(_KEY)
