"""Messages written from a record: stored with it, and sent when asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ristretto.web.listing import parse_list
from ristretto.web.whitelist import slow

import frappe
from frappe import _
from frappe.utils import cint, get_formatted_email, split_emails, validate_email_address
from frappe.utils.file_manager import add_attachments


def _draws_a_print(arguments: Mapping[str, Any]) -> bool:
    """Whether a print of the record goes with the message."""
    return bool(arguments.get("print_format"))


@frappe.whitelist(methods=["POST", "PUT"])
@slow(_draws_a_print)
def make(
    doctype: str | None = None,
    name: Any = None,
    content: str | None = None,
    subject: str | None = None,
    sent_or_received: str = "Sent",
    sender: str | None = None,
    sender_full_name: str | None = None,
    recipients: Any = None,
    communication_medium: str = "Email",
    send_email: Any = False,
    print_html: str | None = None,
    print_format: str | None = None,
    attachments: Any = None,
    send_me_a_copy: Any = False,
    cc: Any = None,
    bcc: Any = None,
    read_receipt: Any = None,
    print_letterhead: Any = True,
    email_template: str | None = None,
    communication_type: str | None = None,
    send_after: Any = None,
    print_language: str | None = None,
    now: Any = False,
    **_unused: Any,
) -> dict[str, str]:
    """Store a message about a record and mail it; needs the right to e-mail that record."""
    if doctype and name:
        frappe.has_permission(doctype, "email", doc=name, throw=True)
    people = {"recipients": _people(recipients), "cc": _people(cc), "bcc": _people(bcc)}
    message = _make(
        subject=subject,
        content=content,
        sender=sender,
        sender_full_name=sender_full_name,
        communication_medium=communication_medium,
        sent_or_received=sent_or_received,
        doctype=doctype,
        name=name,
        email_template=email_template,
        read_receipt=cint(read_receipt),
        has_attachment=bool(attachments),
        communication_type=communication_type,
        send_after=send_after,
        **people,
    )
    files = (
        add_attachments("Communication", message.name, parse_list(attachments, "attachments"))
        if attachments
        else []
    )
    if cint(send_email):
        if cint(send_me_a_copy):
            people["cc"].append(frappe.session.user)
        _send(message, people, files, print_html, print_format, cint(print_letterhead), now)
    return {"name": message.name, "emails_not_sent_to": ""}


def _make(
    doctype: str | None = None,
    name: Any = None,
    *,
    sender: str | None = None,
    recipients: list[str] | None = None,
    cc: list[str] | None = None,
    bcc: list[str] | None = None,
    communication_medium: str = "Email",
    communication_type: str | None = None,
    has_attachment: bool = False,
    sent_or_received: str = "Sent",
    **values: Any,
) -> Any:
    """Store a message about a record, without asking for a right; the Communication."""
    people = {"recipients": recipients, "cc": cc, "bcc": bcc}
    message = frappe.get_doc(
        {
            "doctype": "Communication",
            "reference_doctype": doctype,
            "reference_name": name,
            "sender": sender or get_formatted_email(frappe.session.user),
            "communication_medium": communication_medium,
            "communication_type": communication_type or "Communication",
            "sent_or_received": sent_or_received,
            "has_attachment": cint(has_attachment),
            **{key: ", ".join(found or []) for key, found in people.items()},
            **values,
        }
    )
    # The caller has asked for the right to e-mail the record; Communication rows themselves are nobody's to make.
    return message.insert(ignore_permissions=True)


def _people(value: Any) -> list[str]:
    """Addresses of a list or of comma-separated text. Raises InvalidEmailAddressError."""
    found = split_emails(", ".join(value) if isinstance(value, list) else value or "")
    for address in found:
        validate_email_address(address, throw=True)
    return list(found)


def _send(
    message: Any,
    people: dict[str, list[str]],
    files: list[Any],
    print_html: str | None,
    print_format: str | None,
    letterhead: int,
    now: Any,
) -> None:
    attachments: list[dict[str, Any]] = [
        {"fname": file.file_name, "fcontent": file.get_content()} for file in files
    ]
    if print_html or print_format:
        attachments.append(
            frappe.attach_print(
                message.reference_doctype,
                message.reference_name,
                print_format=print_format,
                html=print_html,
                print_letterhead=bool(letterhead),
            )
        )
    queued = frappe.sendmail(
        sender=message.sender,
        subject=message.subject,
        message=message.content,
        reference_doctype=message.reference_doctype,
        reference_name=message.reference_name,
        attachments=attachments,
        send_after=message.send_after,
        now=bool(cint(now)),
        communication=message.name,
        **people,
    )
    if queued is None:
        frappe.throw(_("Nobody is named who could get this message"))
