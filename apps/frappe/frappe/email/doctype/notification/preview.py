"""Decides what an administrator is shown of a notification before it is sent: the mail, and who would get it."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.email.doctype.notification import messages
from frappe.email.doctype.notification.recipients import people
from frappe.utils import cint


def preview(alert: Any, document: str) -> dict[str, Any]:
    """{applies, channel, subject, message, to, cc, bcc, problem} for one record. Raises PermissionError."""
    alert.check_permission("read")
    doc = frappe.get_doc(alert.document_type, document)
    doc.check_permission("read")
    answer: dict[str, Any] = {
        "applies": False,
        "channels": _channels(alert),
        "subject": "",
        "message": "",
        "to": [],
        "cc": [],
        "bcc": [],
        "problem": "",
    }
    try:
        answer["applies"] = alert.applies_to(doc)
        names = messages.message_names(alert, doc)
        told = people(alert, doc, names)
        answer |= {
            "subject": messages.subject(alert, names),
            "message": frappe.utils.sanitize_html(messages.body(alert, names)),
            "to": list(told.to),
            "cc": list(told.cc),
            "bcc": list(told.bcc),
        }
    except Exception as error:  # a customiser's expression or template may raise anything: shown
        answer["problem"] = f"{type(error).__name__}: {error}"
    return answer


def _channels(alert: Any) -> list[str]:
    bell = alert.channel != "System Notification" and cint(alert.send_system_notification)
    return [_(alert.channel), *([_("System Notification")] if bell else [])]
