"""Decides who gets a mail that an app sends, through which account, and what is stored until it leaves."""

from __future__ import annotations

import json
from email.message import EmailMessage
from typing import Any

import frappe
from frappe import _
from frappe.email import email_body
from frappe.email.doctype.email_account.email_account import EmailAccount
from frappe.utils import (
    add_days,
    cint,
    cstr,
    markdown,
    nowdate,
    parse_addr,
    split_emails,
    validate_email_address,
)

MANY = 100  # beyond, each recipient gets a mail of its own
UNSUBSCRIBE = "/api/method/frappe.email.queue.unsubscribe"


def sendmail(
    recipients: Any = None,
    sender: str | None = "",
    subject: str = "",
    message: str | None = None,
    as_markdown: bool = False,
    delayed: bool = True,
    reference_doctype: str | None = None,
    reference_name: Any = None,
    unsubscribe_method: str | None = None,
    unsubscribe_params: dict[str, Any] | None = None,
    unsubscribe_message: str | None = None,
    add_unsubscribe_link: Any = 1,
    attachments: Any = None,
    content: str | None = None,
    doctype: str | None = None,
    name: Any = None,
    reply_to: str | None = None,
    queue_separately: bool = False,
    cc: Any = None,
    bcc: Any = None,
    message_id: str | None = None,
    in_reply_to: str | None = None,
    send_after: Any = None,
    expose_recipients: str | None = None,
    send_priority: int = 1,
    communication: str | None = None,
    retry: int = 1,
    now: Any = None,
    read_receipt: Any = None,
    is_notification: bool = False,
    inline_images: Any = None,
    template: str | None = None,
    args: dict[str, Any] | None = None,
    header: Any = None,
    print_letterhead: Any = False,
    with_container: bool = False,
    email_read_tracker_url: str | None = None,
) -> Any:
    """Queue a mail; its Email Queue record, None when nobody is left who gets it.

    `message` (or `content`) is HTML or text, or `template` names templates/emails/<name>.html of an app, filled
    with `args`. `expose_recipients`: "header" shows everybody the recipients and copies, "footer" names them below.
    `attachments`: {fname, fcontent}, {fid} or {file_url} of a File, or {print_format_attachment: 1, doctype, name}.
    Who left the record's mails, or all mails, gets none. Openings are not tracked.
    """
    reference_doctype = doctype or reference_doctype
    reference_name = cstr(name or reference_name) or None
    left = _unsubscribed(reference_doctype, reference_name)
    to, copies, hidden = _without_who_left((recipients, cc, bcc), left)
    if not (to or copies or hidden) or frappe.flags.mute_emails:
        return None
    account = _account(sender, reference_doctype)
    link = _unsubscribe_text(unsubscribe_message, reference_doctype, add_unsubscribe_link)
    files = [attachments] if isinstance(attachments, dict) else list(attachments or [])
    look = {"header": header, "with_container": with_container, "inline_images": inline_images}
    ids = {"message_id": message_id, "in_reply_to": in_reply_to, "read_receipt": cint(read_receipt)}
    mail = email_body.build(
        subject or _("No Subject"),
        _text(message if message is not None else content, as_markdown, template, args),
        account.sender_for(sender),
        reply_to=reply_to or account.reply_to_for(sender),
        to=to,
        cc=copies,
        attachments=files,
        account=account,
        unsubscribe=link,
        expose=expose_recipients,
        is_notification=is_notification,
        **look,
        **ids,
    )
    values = {
        "reference_doctype": reference_doctype,
        "reference_name": reference_name,
        **_of_message(mail, account),
        **_way_out(link, unsubscribe_method, unsubscribe_params),
        "priority": send_priority,
        "attachments": json.dumps(_later(files, print_letterhead)),
        "expose_recipients": expose_recipients,
        "communication": communication,
        "send_after": _moment(send_after),
        "show_as_cc": ",".join(copies),
    }
    groups = _groups(to, queue_separately)
    return _store(values, groups, [*copies, *hidden], bool(now) or not delayed)


def _account(sender: str | None, doctype: str | None) -> Any:
    """The account of the sender's address, of the form, or the default one."""
    return EmailAccount.find_outgoing(parse_addr(sender)[1] if sender else None, doctype)


def _groups(to: list[str], separately: bool) -> list[list[str]]:
    """Who shares a mail: all, or each has one."""
    return [[each] for each in to] if to and (separately or len(to) > MANY) else [to]


def _moment(send_after: Any) -> Any:
    """A number means days from today."""
    return add_days(nowdate(), send_after) if isinstance(send_after, int) else send_after


def _way_out(link: str | None, method: str | None, params: dict[str, Any] | None) -> dict[str, Any]:
    """How a recipient leaves: where the link leads, and with what."""
    return {
        "add_unsubscribe_link": cint(bool(link)),
        "unsubscribe_method": method or UNSUBSCRIBE,
        "unsubscribe_param": json.dumps(params) if params else None,
    }


def _of_message(mail: EmailMessage, account: Any) -> dict[str, Any]:
    """What an Email Queue record holds of the message itself."""
    return {
        "doctype": "Email Queue",
        "sender": str(mail["From"]),
        "message": mail.as_string(),
        "message_id": str(mail["Message-ID"]).strip("<>"),
        "email_account": account.name if account.is_stored else None,
    }


def _without_who_left(lists: tuple[Any, ...], left: set[str]) -> list[list[str]]:
    """Valid addresses of each list; blind copies are the sender's own affair, and go to everybody named."""
    to, cc, bcc = (addresses(each) for each in lists)
    return [*([one for one in each if one.lower() not in left] for each in (to, cc)), bcc]


def addresses(value: Any) -> list[str]:
    """Valid addresses of a list or of text with commas; each once."""
    parts = split_emails(value) if isinstance(value, str) else list(value or [])
    found = [address for part in parts if part and (address := validate_email_address(part))]
    return list(dict.fromkeys(found))


def _text(
    message: str | None, as_markdown: bool, template: str | None, args: dict[str, Any] | None
) -> str:
    if template:
        path = f"templates/emails/{template}.html"
        return str(frappe.render_template(path, args or {}))
    return str(markdown(cstr(message)) if as_markdown else cstr(message))


def _unsubscribed(doctype: str | None, name: str | None) -> set[str]:
    """Addresses that want no mail about a record, or none at all."""
    rows = frappe.get_all("Email Unsubscribe", filters={"global_unsubscribe": 1}, pluck="email")
    if doctype and name:
        about = {"reference_doctype": doctype, "reference_name": name}
        rows += frappe.get_all("Email Unsubscribe", filters=about, pluck="email")
    return {cstr(email).lower() for email in rows}


def _unsubscribe_text(text: str | None, doctype: str | None, wanted: Any) -> str | None:
    """The words of the link; mails get one where the sender gives it words, or sends a newsletter."""
    if not cint(wanted) or not doctype or not (text or doctype == "Newsletter"):
        return None
    return text or _("Unsubscribe")


def _later(files: list[dict[str, Any]], letterhead: Any) -> list[dict[str, Any]]:
    """What is read or drawn when the mail leaves. Raises PermissionError for a file that the sender may not read."""
    waiting = []
    for each in files:
        if each.get("fcontent") is not None:
            continue
        if each.get("fid"):
            frappe.get_doc("File", each["fid"]).check_permission("read")
        if each.get("print_format_attachment"):
            shown = cint(each.get("print_letterhead", letterhead))
            each = {
                **each,
                "lang": each.get("lang") or frappe.local.lang,
                "print_letterhead": shown,
            }
        waiting.append(each)
    return waiting


def _store(
    values: dict[str, Any], groups: list[list[str]], others: list[str], at_once: bool
) -> Any:
    """A record for each group of recipients, who all get it with the same copies; the first record."""
    made = []
    for group in groups:
        people = dict.fromkeys([*group, *others])
        rows = [{"recipient": each, "status": "Not Sent"} for each in people]
        row = frappe.get_doc({**values, "recipients": rows})
        # ignore_permissions: the system queues it for whoever causes it; it may outlive its record
        made.append(row.insert(ignore_permissions=True, ignore_links=True))
        if at_once:
            frappe.enqueue("frappe.email.queue.send", name=row.name, enqueue_after_commit=True)
    return made[0]
