"""Decides when queued mail is sent: in the background, oldest first, through the account each is to leave by.

Accounts are Email Account records; without any, site_config.json counts: mail_server, mail_port, use_ssl or use_tls,
mail_login, mail_password, auto_email_id. Without a server, with mute_emails, or while an administrator has stopped
the queue, mail waits. `max_emails_per_hour` limits what leaves.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.email import delivery
from frappe.email.compose import addresses as addresses
from frappe.email.compose import sendmail as sendmail
from frappe.email.doctype.email_account.email_account import EmailAccount
from frappe.email.smtp import SMTPServer
from frappe.utils import add_to_date, cint, escape_html, now_datetime
from frappe.utils.verified_command import verify_request

BATCH = 500


def is_stopped() -> bool:
    """Whether nothing may leave at all."""
    muted = frappe.conf.mute_emails or frappe.flags.mute_emails
    return bool(muted or cint(frappe.db.get_default("suspend_email_queue")))


def get_queue() -> list[Any]:
    """Mails that may be tried now: the important first, then the fresh before those that failed."""
    return frappe.get_all(
        "Email Queue",
        filters={"status": ["in", ["Not Sent", "Partially Sent"]]},
        or_filters=[["send_after", "is", "not set"], ["send_after", "<=", now_datetime()]],
        fields=["name", "email_account", "sender", "reference_doctype"],
        order_by="priority desc, retry asc, creation asc",
        limit=min(cint(frappe.conf.email_queue_batch_size) or BATCH, left_this_hour()),
    )


def left_this_hour() -> int:
    """How many mails may still leave, by the configuration's max_emails_per_hour."""
    allowed = cint(frappe.conf.max_emails_per_hour)
    if not allowed:
        return BATCH
    since = add_to_date(now_datetime(), hours=-1)
    sent = frappe.db.count("Email Queue", {"status": "Sent", "modified": [">", since]})
    return max(allowed - int(sent), 0)


def flush() -> None:
    """Send what waits (scheduler, every few minutes); one connection for each account."""
    if is_stopped():
        return
    delivery.free_left()
    if not left_this_hour():
        return
    servers: dict[str, SMTPServer | None] = {}
    for row in get_queue():
        send(row.name, servers)
    for server in servers.values():
        if server:
            server.quit()


def send(name: str, servers: dict[str, SMTPServer | None] | None = None) -> None:
    """Send one mail now. A server that cannot be reached is left alone for the rest of the batch."""
    if is_stopped():
        return
    servers = {} if servers is None else servers
    row = frappe.get_doc("Email Queue", name)
    account = account_of(row)
    if account is None:
        return
    if account.name not in servers:
        servers[account.name] = account.get_smtp_server()
    server = servers[account.name]
    if server is None or not delivery.take(name):
        return
    row.reload()
    try:
        delivery.deliver(row, server)
    except delivery.Unreachable as error:
        servers[account.name] = None
        frappe.logger("email").warning("%s: %s", account.name, error)


def account_of(row: Any) -> Any:
    """The account a queued mail leaves by; None while there is no server at all."""
    if row.email_account and frappe.db.exists("Email Account", row.email_account):
        account = frappe.get_doc("Email Account", row.email_account)
    else:
        account = EmailAccount.find_outgoing(None, row.reference_doctype)
    return account if account.smtp_server else None


@frappe.whitelist(allow_guest=True)
def unsubscribe(doctype: str, name: str, email: str) -> None:
    """The link of a mail: no more mail about this record to this address."""
    if not verify_request():
        return
    about = {"email": email, "reference_doctype": doctype, "reference_name": name}
    if not frappe.db.exists("Email Unsubscribe", about):
        record = frappe.get_doc({"doctype": "Email Unsubscribe", **about})
        # The signed link is the right; the record of which the mail told may be gone.
        record.insert(ignore_permissions=True, ignore_links=True)
        frappe.db.commit()
    frappe.respond_as_web_page(
        _("Unsubscribed"),
        _("{0} gets no more mail about {1}").format(escape_html(email), escape_html(_(doctype))),
        indicator_color="green",
    )
