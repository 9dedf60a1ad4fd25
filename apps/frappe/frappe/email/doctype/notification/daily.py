"""Decides which records a notification counts days for, and tells of each once a day.

Each record is told of in a transaction of its own, together with the note that it was: a clock that dies in the
middle goes on where it stopped, and two clocks do not tell twice.
"""

from __future__ import annotations

from typing import Any

from ristretto.flow import alerts

import frappe
from frappe.utils import add_days, cint, getdate, nowdate


def due(alert: Any) -> list[Any]:
    """Records of today whose condition is true."""
    return [doc for doc in map(_loader(alert), _names(alert)) if alert.applies_to(doc)]


def _loader(alert: Any) -> Any:
    return lambda name: frappe.get_doc(alert.document_type, name)


def _names(alert: Any) -> list[str]:
    """Names of the records whose date is as many days away as the notification says."""
    days = cint(alert.days_in_advance)
    day = getdate(add_days(nowdate(), -days if alert.event == "Days After" else days))
    return list(
        frappe.get_all(
            alert.document_type,
            filters=[
                [alert.date_changed, ">=", f"{day} 00:00:00"],
                [alert.date_changed, "<=", f"{day} 23:59:59.999999"],
            ],
            order_by="creation asc",
            pluck="name",
        )
    )


def send_all() -> None:
    """Every enabled notification that counts days."""
    from frappe.email.doctype.notification.notification import logged

    if frappe.flags.in_import or frappe.flags.in_patch:
        return
    alerts.forget_old(getdate(nowdate()))
    filters = {"enabled": 1, "event": ["in", ["Days Before", "Days After"]]}
    for name in frappe.get_all("Notification", filters=filters, pluck="name"):
        alert = frappe.get_doc("Notification", name)
        documents: list[str] = []
        with logged(alert, frappe._dict(doctype=alert.document_type, name="")):
            documents = _names(alert)
        for document in documents:
            _send_one(alert, document)


def _send_one(alert: Any, document: str) -> None:
    """Tell of one record, unless this day did already."""
    from frappe.email.doctype.notification.notification import evaluate_alert

    if alerts.is_first_today(alert.name, document, getdate(nowdate())):
        doc = frappe.get_doc(alert.document_type, document)
        evaluate_alert(doc, alert, alert.event)
    frappe.db.commit()
