"""Decides how mail leaves: a message is queued with the document that causes it, and sent after the
commit.

Configuration (site_config.json): mail_server, mail_port, use_ssl or use_tls, mail_login,
mail_password, auto_email_id. Without mail_server, or with mute_emails, messages wait in the queue
and nothing is sent.
"""

from __future__ import annotations

import mimetypes
import smtplib
from email.message import EmailMessage
from email.parser import Parser
from email.policy import SMTP as POLICY
from email.utils import formatdate, make_msgid
from typing import Any

import frappe
from frappe.utils import cint, cstr, now_datetime, split_emails, strip_html, validate_email_address

BATCH = 500
DEFAULT_RETRIES = 3
TIMEOUT = 30
WAITING = ("Not Sent", "Partially Sent")


def sendmail(
    recipients: Any = None,
    sender: str | None = None,
    subject: str = "",
    message: str | None = None,
    *,
    content: str | None = None,
    template: str | None = None,
    args: dict[str, Any] | None = None,
    attachments: Any = None,
    cc: Any = None,
    bcc: Any = None,
    reply_to: str | None = None,
    reference_doctype: str | None = None,
    reference_name: Any = None,
    send_after: Any = None,
    expose_recipients: str | None = None,
    now: bool = False,
    delayed: bool = True,
    **_unused: Any,
) -> Any:
    """Queue one message for all recipients; its Email Queue record, None when there is nobody."""
    people = addresses(recipients), addresses(cc), addresses(bcc)
    everybody = list(dict.fromkeys([*people[0], *people[1], *people[2]]))
    if not everybody or frappe.flags.mute_emails:
        return None
    body = render(template, args) if template else cstr(message if message is not None else content)
    mail = build(subject, body, sender or default_sender(), reply_to, people[1], attachments)
    row = frappe.get_doc(
        {
            "doctype": "Email Queue",
            "sender": mail["From"],
            "message": mail.as_string(),
            "message_id": mail["Message-ID"],
            "reference_doctype": reference_doctype,
            "reference_name": cstr(reference_name) or None,
            "send_after": send_after,
            "expose_recipients": expose_recipients,
            "show_as_cc": ", ".join(people[1]),
            "recipients": [{"recipient": address, "status": "Not Sent"} for address in everybody],
        }
    )
    # ignore_permissions: the system queues it for whoever causes it; it may outlive its record
    row.insert(ignore_permissions=True, ignore_links=True)
    if now or not delayed:
        frappe.enqueue("frappe.email.queue.send", name=row.name, enqueue_after_commit=True)
    return row


def addresses(value: Any) -> list[str]:
    """Valid addresses of a list or of text with commas; each once."""
    parts = split_emails(value) if isinstance(value, str) else list(value or [])
    return [address for part in dict.fromkeys(parts) if (address := validate_email_address(part))]


def default_sender() -> str:
    return str(frappe.conf.auto_email_id or frappe.conf.mail_login or "notifications@example.com")


def render(template: str, args: dict[str, Any] | None) -> str:
    """A template of an app (templates/emails/<name>.html) with its values."""
    return str(frappe.render_template(f"templates/emails/{template}.html", args or {}))


def build(
    subject: str, html: str, sender: str, reply_to: str | None, cc: list[str], attachments: Any
) -> EmailMessage:
    """The message without its recipients; text and HTML say the same."""
    mail = EmailMessage(policy=POLICY)
    mail["Subject"] = " ".join(cstr(subject).split())  # a line break would begin another header
    mail["From"] = sender
    mail["Date"] = formatdate(localtime=True)
    mail["Message-ID"] = make_msgid(domain=frappe.local.site)
    if reply_to:
        mail["Reply-To"] = reply_to
    if cc:
        mail["Cc"] = ", ".join(cc)
    html += footer()
    mail.set_content(strip_html(html))
    mail.add_alternative(html, subtype="html")
    for attachment in attachments or []:
        attach(mail, attachment)
    return mail


def footer() -> str:
    """What the apps' hook default_mail_footer adds, unless the site turned it off."""
    if cint(frappe.db.get_default("disable_standard_email_footer")):
        return ""
    parts = (frappe.render_template(str(each), {}) for each in frappe.get_hooks("default_mail_footer"))
    return "".join(f"<div>{part}</div>" for part in parts)


def attach(mail: EmailMessage, attachment: dict[str, Any]) -> None:
    """{fname, fcontent}, or {fid} of a File that the caller may read."""
    if attachment.get("fid"):
        file = frappe.get_doc("File", attachment["fid"])
        file.check_permission("read")
        name, data = file.file_name, file.get_content()
    else:
        name, data = attachment["fname"], attachment["fcontent"]
    kind, _encoding = mimetypes.guess_type(name)
    main, sub = (kind or "application/octet-stream").split("/")
    raw = data.encode() if isinstance(data, str) else data
    mail.add_attachment(raw, maintype=main, subtype=sub, filename=name)


def can_send() -> bool:
    return bool(frappe.conf.mail_server) and not (
        frappe.conf.mute_emails or frappe.flags.mute_emails
    )


def flush() -> None:
    """Send what waits (scheduler, every few minutes)."""
    if not can_send():
        return
    rows = frappe.get_all(
        "Email Queue",
        filters={"status": ("in", WAITING)},
        fields=["name", "send_after"],
        order_by="priority desc, creation asc",
        limit=BATCH,
    )
    for row in rows:
        if not row.send_after or row.send_after <= now_datetime():
            send(row.name)


def send(name: str) -> None:
    """Send one message to those who did not get it yet; the outcome is kept for each."""
    row = frappe.get_doc("Email Queue", name)
    if row.status not in WAITING or not can_send():
        return
    row.db_set("status", "Sending")
    frappe.db.commit()  # another worker must not send it too
    try:
        with connect() as server:
            for person in row.recipients:
                if person.status != "Sent":
                    deliver(server, row, person)
    except (OSError, smtplib.SMTPException) as error:
        row.db_set("error", cstr(error))
    finish(row)
    frappe.db.commit()


def connect() -> smtplib.SMTP:
    conf = frappe.conf
    kind = smtplib.SMTP_SSL if cint(conf.use_ssl) else smtplib.SMTP
    port = cint(conf.mail_port) or (
        465 if cint(conf.use_ssl) else 587 if cint(conf.use_tls) else 25
    )
    server = kind(conf.mail_server, port, timeout=TIMEOUT)
    if cint(conf.use_tls) and not cint(conf.use_ssl):
        server.starttls()
    if conf.mail_login:
        server.login(conf.mail_login, conf.mail_password or "")
    return server


def deliver(server: smtplib.SMTP, row: Any, person: Any) -> None:
    mail = Parser(policy=POLICY).parsestr(row.message)
    exposed = row.expose_recipients == "header"
    mail["To"] = (
        ", ".join(each.recipient for each in row.recipients) if exposed else person.recipient
    )
    try:
        server.send_message(mail, to_addrs=[person.recipient])
    except smtplib.SMTPRecipientsRefused as error:
        person.db_set("error", cstr(error))
        return
    person.db_set("status", "Sent")


def finish(row: Any) -> None:
    """Sent, or tried again until the limit of System Settings is reached."""
    sent = [person.status == "Sent" for person in row.recipients]
    if all(sent):
        row.db_set("status", "Sent")
        return
    retries = cint(row.retry) + 1
    limit = cint(frappe.get_system_settings("email_retry_limit")) or DEFAULT_RETRIES
    waiting = "Partially Sent" if any(sent) else "Not Sent"
    row.db_set({"retry": retries, "status": "Error" if retries >= limit else waiting})
