"""Decides how a notification leaves: by mail, under the bell, and what it changes in the record afterwards."""

from __future__ import annotations

import json
from email.utils import formataddr
from typing import Any

import frappe
from frappe import _
from frappe.core.doctype.communication.email import _make
from frappe.desk.doctype.notification_log.notification_log import enqueue_create_notification
from frappe.email.doctype.notification import messages
from frappe.email.doctype.notification.recipients import People, people
from frappe.utils import cint


def send(alert: Any, doc: Any) -> None:
    """Tell everybody whom the notification names. What goes wrong is the caller's to log."""
    names = messages.message_names(alert, doc)
    told = people(alert, doc, names)
    if not told:
        return
    if alert.channel == "Email":
        send_mail(alert, doc, names, told)
    if alert.channel == "System Notification" or cint(alert.send_system_notification):
        show_under_bell(alert, doc, names, told)


def send_mail(alert: Any, doc: Any, names: dict[str, Any], told: People) -> None:
    subject, message = messages.subject(alert, names), messages.body(alert, names)
    doctype, name = messages.reference(doc)
    sender = formataddr((alert.sender, alert.sender_email)) if alert.sender_email else None
    files = messages.attachments(alert, doc)
    communication = None
    if doc.doctype != "Communication":  # a message about a message needs none of its own
        communication = _make(
            doctype=doctype,
            name=name,
            content=message,
            subject=subject,
            sender=sender,
            recipients=list(told.to),
            cc=list(told.cc),
            bcc=list(told.bcc),
            communication_type="Automated Message",
            has_attachment=bool(files),
        ).name
    frappe.sendmail(
        recipients=list(told.to),
        cc=list(told.cc),
        bcc=list(told.bcc),
        sender=sender,
        subject=subject,
        message=message,
        reference_doctype=doctype,
        reference_name=name,
        attachments=files,
        expose_recipients="header",
        communication=communication,
    )


def show_under_bell(alert: Any, doc: Any, names: dict[str, Any], told: People) -> None:
    doctype, name = messages.reference(doc)
    files = messages.attachments(alert, doc)
    enqueue_create_notification(
        told.all,
        {
            "type": "Alert",
            "document_type": doctype,
            "document_name": name,
            "subject": messages.subject(alert, names),
            "from_user": doc.modified_by or doc.owner,
            "email_content": messages.body(alert, names),
            "attached_file": json.dumps(files[0]) if files else None,
        },
    )


def set_property(alert: Any, doc: Any) -> bool:
    """Store the value that the notification sets afterwards; whether it changed the record."""
    fieldname = alert.set_property_after_alert
    field = doc.meta.get_field(fieldname) if fieldname else None
    if field is None or doc.flags.in_notification_update:
        return False
    if doc.docstatus.is_submitted() and not field.allow_on_submit:
        return False
    value = alert.property_value
    if field.fieldtype in frappe.model.numeric_fieldtypes:
        value = cint(value)
    if doc.get(fieldname) == value:
        return False
    doc.set(fieldname, value)
    doc.flags.updater_reference = {
        "doctype": alert.doctype,
        "docname": alert.name,
        "label": _("via Notification"),
    }
    doc.flags.in_notification_update = True
    # The notification acts for whoever wrote it, an administrator, not for who saved the record.
    doc.save(ignore_permissions=True)
    return True
