"""Decides what a mail looks like: headers, text and HTML that say the same, inline pictures, attachments.

Unless recipients are shown to each other, the stored message has no `To`: it is set for each one (delivery.py).
"""

from __future__ import annotations

import mimetypes
import re
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from email.utils import formatdate, make_msgid
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, cstr, get_url, markdown, to_markdown

UNSUBSCRIBE_MARK = "<!--unsubscribe_url-->"
_EMBED = re.compile(r"""embed=["'](.*?)["']""")
_LOCAL_ADDRESS = re.compile(r"""(href|src)=(["'])(/[^/"'][^"']*)\2""")


def build(
    subject: str,
    content: str,
    sender: str,
    *,
    text: str | None = None,
    reply_to: str | None = None,
    to: list[str] | None = None,
    cc: list[str] | None = None,
    attachments: Any = None,
    inline_images: Any = None,
    header: Any = None,
    account: Any = None,
    unsubscribe: str | None = None,
    expose: str | None = None,
    message_id: str | None = None,
    in_reply_to: str | None = None,
    read_receipt: int = 0,
    is_notification: bool = False,
    with_container: bool = False,
) -> EmailMessage:
    """The message; `unsubscribe` is the text of its link, whose address is set when it leaves.

    `expose`: "header" names recipients and copies in the headers, "footer" below the text; else nobody sees them.
    """
    mail = EmailMessage(policy=POLICY)
    shown = expose == "header"
    named = named_below(to or [], cc or []) if expose == "footer" else None
    html = page(subject, content, header, account, unsubscribe, named, with_container)
    for key, value in {
        "Subject": cstr(subject),
        "From": sender,
        "Date": formatdate(localtime=True),
        "Message-ID": f"<{message_id}>" if message_id else make_msgid(domain=frappe.local.site),
        "Reply-To": reply_to,
        "To": ", ".join(to or []) if shown else None,
        "Cc": ", ".join(cc or []) if shown else None,
        "In-Reply-To": in_reply_to,
        "Disposition-Notification-To": sender if read_receipt else None,
        "Auto-Submitted": "auto-generated" if is_notification else None,
        "X-Frappe-Site": get_url(),
    }.items():
        if value:
            mail[key] = " ".join(value.split())  # a line break would begin another header
    plain = text or to_markdown(page(subject, content, header, account, None, named))
    if unsubscribe:
        plain = f"{plain}\n\n{unsubscribe}: {UNSUBSCRIBE_MARK}\n"
    mail.set_content(plain)
    _add_html(mail, html, inline_images)
    for each in attachments or []:
        if each.get("fcontent") is not None:
            attach(mail, each["fname"], each["fcontent"])
    for path in frappe.get_hooks("make_email_body_message"):
        frappe.get_attr(path)(frappe._dict(msg_root=mail, sender=sender, subject=subject))
    return mail


def page(
    subject: str,
    content: str,
    header: Any = None,
    account: Any = None,
    unsubscribe: str | None = None,
    named: str | None = None,
    with_container: bool = False,
) -> str:
    """The HTML of a mail: `content` in the frame of templates/emails/standard.html, addresses made absolute."""
    if not cstr(content).lstrip().startswith("<"):
        content = markdown(cstr(content)) or ""
    parts = {
        "title": subject,
        "content": content,
        "header": _heading(header),
        "brand_logo": account and account.get("brand_logo") if header or with_container else None,
        "with_container": with_container,
        "signature": account.signature if account and cint(account.get("add_signature")) else "",
        "footers": _footers(account),
        "unsubscribe": unsubscribe,
        "named": named,
        "unsubscribe_mark": UNSUBSCRIBE_MARK,
    }
    html = str(frappe.render_template("templates/emails/standard.html", parts))
    site = get_url().rstrip("/")
    return _LOCAL_ADDRESS.sub(rf"\1=\2{site}\3\2", html)


def named_below(to: list[str], cc: list[str]) -> str:
    """Who got the mail, in words; blind copies are not named."""
    if not cc:
        return _("This mail was sent to {0}").format(", ".join(to))
    return _("This mail was sent to {0}, with a copy to {1}").format(", ".join(to), ", ".join(cc))


def _heading(header: Any) -> dict[str, str] | None:
    """A title, or [title, colour]."""
    if not header:
        return None
    title, *colour = [header] if isinstance(header, str) else list(header)
    return {"title": cstr(title), "colour": colour[0] if colour else "gray"}


def _footers(account: Any) -> list[str]:
    """The account's footer, and what the apps' hook default_mail_footer adds, unless the site turned that off."""
    own = [account.footer] if account and account.get("footer") else []
    if cint(frappe.db.get_default("disable_standard_email_footer")):
        return own
    hooked = frappe.get_hooks("default_mail_footer")
    return [*own, *(str(frappe.render_template(str(each), {})) for each in hooked)]


def _add_html(mail: EmailMessage, html: str, inline_images: Any) -> None:
    """HTML as the alternative to the text; `embed="name"` becomes a picture inside the message."""
    images = {each["filename"]: each["filecontent"] for each in inline_images or []}
    embedded: list[tuple[str, str, bytes]] = []

    def refer(found: re.Match[str]) -> str:
        name = found.group(1)
        raw = images.get(name) or images.get(name.rsplit("/", 1)[-1]) or _public_file(name)
        if raw is None:
            return 'src=""'
        number = make_msgid(domain=frappe.local.site)
        embedded.append((name.rsplit("/", 1)[-1], number, raw))
        return f'src="cid:{number[1:-1]}"'

    mail.add_alternative(_EMBED.sub(refer, html), subtype="html")
    part: Any = mail.get_payload()[-1]
    for name, number, raw in embedded:
        main, sub = _kind(name)
        part.add_related(
            raw, maintype=main, subtype=sub, filename=name, cid=number, disposition="inline"
        )


def _public_file(address: str) -> bytes | None:
    """Bytes of a public file of the site by its address; None when there is none."""
    found = frappe.get_all(
        "File", filters={"file_url": address, "is_private": 0}, pluck="name", limit=1
    )
    if not found:
        return None
    content = frappe.get_doc("File", found[0]).get_content()
    return content.encode() if isinstance(content, str) else bytes(content)


def attach(mail: EmailMessage, name: str, content: Any) -> None:
    raw = content.encode() if isinstance(content, str) else bytes(content)
    main, sub = _kind(name)
    letters = {"charset": "utf-8"} if main == "text" else None
    mail.add_attachment(raw, maintype=main, subtype=sub, filename=name, params=letters)


def _kind(name: str) -> tuple[str, str]:
    kind, _encoding = mimetypes.guess_type(name)
    main, _slash, sub = (kind or "application/octet-stream").partition("/")
    return main, sub


def get_formatted_html(
    subject: str, message: str, header: Any = None, email_account: Any = None, **_unused: Any
) -> str:
    """A mail's HTML, as apps ask for it."""
    return page(subject, message, header, email_account)
