"""Decides how one queued mail leaves: who still gets it, what the server's answers mean, when it is tried again.

Each recipient gets a transmission of its own, whose success is committed before the next begins: whatever ends the
sender, nobody gets twice what the server has acknowledged. Answers from 500 on are final for that recipient.
"""

from __future__ import annotations

import json
import smtplib
from datetime import datetime
from email.message import EmailMessage
from email.parser import Parser
from email.policy import SMTP as POLICY
from email.utils import parseaddr
from typing import Any

from ristretto.context import current

import frappe
from frappe import _
from frappe.email import email_body
from frappe.email.smtp import SMTPServer
from frappe.utils import add_to_date, cint, cstr, get_datetime, get_url, now_datetime
from frappe.utils.print_utils import attach_print
from frappe.utils.verified_command import get_signed_params

DEFAULT_RETRIES = 3
PAUSES = (5, 15, 60, 240)  # minutes before the next try
GIVE_UP_DAYS = 2  # a server that cannot be reached for so long
LEFT_MINUTES = 10  # a sender that shows no progress for so long has died
FINAL = "5"  # first digit of an answer that will not change


class Unreachable(frappe.OutgoingEmailError):
    """No mail server answers, or it does not let this site in."""


def take(name: str) -> bool:
    """Claim a waiting mail and commit; False when another sender has it, or it is done."""
    taken = current().db.rowcount(
        "UPDATE `tabEmail Queue` SET `status` = 'Sending', `modified` = ? "
        "WHERE `name` = ? AND `status` IN ('Not Sent', 'Partially Sent')",
        (now_datetime(), name),
    )
    frappe.db.commit()
    return bool(taken)


def free_left() -> None:
    """Give back what a sender held that died: only those who are not recorded get it again."""
    before = add_to_date(now_datetime(), minutes=-LEFT_MINUTES)
    filters = {"status": "Sending", "modified": ["<", before]}
    for name in frappe.get_all("Email Queue", filters=filters, pluck="name"):
        row = frappe.get_doc("Email Queue", name)
        finish(row, _("The sender ended in the middle of it"))
        frappe.db.commit()


def deliver(row: Any, server: SMTPServer) -> None:
    """Send a claimed mail to everybody who is still to get it. Raises Unreachable after keeping the state."""
    trouble = ""
    try:
        mail = complete(row)
        for person in row.recipients:
            if is_open(person):
                _transmit(row, person, mail, server)
    except (Unreachable, smtplib.SMTPServerDisconnected) as error:
        trouble = cstr(error)
        postpone(row, trouble)
        if isinstance(error, Unreachable):
            raise
    except Exception:  # what an attachment or a hook of an app raises is kept with the mail
        trouble = frappe.get_traceback()
        frappe.db.rollback()
        finish(row, trouble)
    else:
        finish(row, "")
    finally:
        frappe.db.commit()


def is_open(person: Any) -> bool:
    """Whether a recipient is still to get the mail: not sent, not refused for good."""
    return person.status != "Sent" and not cstr(person.error).startswith(FINAL)


def complete(row: Any) -> EmailMessage:
    """The stored message with the attachments that are read or drawn now."""
    mail: Any = Parser(policy=POLICY).parsestr(row.message)
    for each in json.loads(row.attachments or "[]"):
        if each.get("print_format_attachment"):
            wanted = ("doctype", "name", "print_format", "print_letterhead", "lang", "file_name")
            drawn = attach_print(**{key: each[key] for key in wanted if each.get(key) is not None})
            email_body.attach(mail, drawn["fname"], drawn["fcontent"])
            continue
        key = {"name": each["fid"]} if each.get("fid") else {"file_url": each.get("file_url")}
        # The right to read it was asked when the mail was written.
        file = frappe.get_doc("File", key)
        email_body.attach(mail, file.file_name, file.get_content())
    return mail  # type: ignore[no-any-return]


def _transmit(row: Any, person: Any, mail: EmailMessage, server: SMTPServer) -> None:
    """One transmission; its outcome is committed at once."""
    text = addressed(row, person.recipient, mail).as_bytes()
    sender = parseaddr(row.sender)[1]
    try:
        session = server.session
    except (OSError, smtplib.SMTPException) as error:
        raise Unreachable(cstr(error)) from error
    try:
        session.sendmail(sender, [person.recipient], text)
    except smtplib.SMTPServerDisconnected:
        raise
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = error.recipients[person.recipient]
        _keep_refusal(person, code, answer)
    except smtplib.SMTPResponseException as error:
        _keep_refusal(person, error.smtp_code, error.smtp_error)
    except OSError as error:
        raise smtplib.SMTPServerDisconnected(cstr(error)) from error
    else:
        person.db_set({"status": "Sent", "error": None}, update_modified=False)
    row.db_set("modified", now_datetime())  # a sign of life
    frappe.db.commit()


def _keep_refusal(person: Any, code: int, answer: Any) -> None:
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else cstr(answer)
    person.db_set("error", f"{code} {text}", update_modified=False)


def addressed(row: Any, address: str, mail: EmailMessage) -> EmailMessage:
    """The message for one recipient: its `To`, its own link to leave."""
    copy: Any = Parser(policy=POLICY).parsestr(mail.as_string())
    if "To" not in copy:
        copy["To"] = address
    if cint(row.add_unsubscribe_link) and row.reference_doctype:
        link = unsubscribe_address(row, address)
        copy["List-Unsubscribe"] = f"<{link}>"
        for part in copy.walk():
            _fill_link(part, link)
    return copy  # type: ignore[no-any-return]


def _fill_link(part: Any, link: str) -> None:
    if part.get_content_maintype() != "text" or part.get_filename():
        return
    text = part.get_content()
    if email_body.UNSUBSCRIBE_MARK in text:
        shown = link.replace("&", "&amp;") if part.get_content_subtype() == "html" else link
        filled = text.replace(email_body.UNSUBSCRIBE_MARK, shown)
        part.set_content(filled, subtype=part.get_content_subtype())


def unsubscribe_address(row: Any, email: str) -> str:
    params = {"email": email, "doctype": row.reference_doctype, "name": cstr(row.reference_name)}
    params |= json.loads(row.unsubscribe_param or "{}")
    return str(get_url(f"{row.unsubscribe_method}?{get_signed_params(params)}"))


# outcome ------------------------------------------------------------------------------------------


def finish(row: Any, trouble: str) -> None:
    """Sent, tried again after a pause, or given up."""
    sent = any(person.status == "Sent" for person in row.recipients)
    refused = [person for person in row.recipients if person.status != "Sent"]
    if not refused:
        settle(row, {"status": "Sent", "error": None})
        return
    error = trouble or "\n".join(f"{each.recipient}: {each.error}" for each in refused)
    limit = cint(frappe.get_system_settings("email_retry_limit")) or DEFAULT_RETRIES
    retries = cint(row.retry)
    if retries >= limit or not any(is_open(person) for person in refused):
        give_up(row, error)
        return
    settle(row, {"status": waiting(sent), "error": error, "retry": retries + 1, **_pause(retries)})


def postpone(row: Any, trouble: str) -> None:
    """The server is away: that is not counted as a try, until it has been away for days."""
    if get_datetime(row.creation) < add_to_date(now_datetime(), days=-GIVE_UP_DAYS):
        give_up(row, trouble)
        return
    sent = any(person.status == "Sent" for person in row.recipients)
    settle(row, {"status": waiting(sent), "error": trouble, **_pause(0)})


def waiting(sent: bool) -> str:
    return "Partially Sent" if sent else "Not Sent"


def _pause(retries: int) -> dict[str, datetime]:
    minutes = PAUSES[min(retries, len(PAUSES) - 1)]
    return {"send_after": add_to_date(now_datetime(), minutes=minutes)}


def settle(row: Any, values: dict[str, Any]) -> None:
    row.db_set(values)
    if row.communication and frappe.db.exists("Communication", row.communication):
        frappe.get_doc("Communication", row.communication).set_delivery_status()


def give_up(row: Any, error: str) -> None:
    """Keep the mail as failed, and tell whoever caused it."""
    settle(row, {"status": "Error", "error": error})
    if row.owner in ("Guest", "Administrator") or not frappe.db.exists("User", row.owner):
        return
    subject = Parser(policy=POLICY).parsestr(row.message, headersonly=True)["Subject"]
    told = frappe.get_doc(
        {
            "doctype": "Notification Log",
            "type": "Alert",
            "for_user": row.owner,
            "from_user": row.owner,
            "document_type": row.reference_doctype,
            "document_name": row.reference_name,
            "subject": _("A mail could not be sent: {0}").format(subject),
        }
    )
    # The system tells whoever caused the mail; that needs no right of theirs.
    told.insert(ignore_permissions=True, ignore_links=True)
