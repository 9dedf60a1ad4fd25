"""Following a record: who asked for it gets one e-mail an hour, a day or a week with what others changed.

Only what the follower may read is told, field by field; a record that was closed to it is not mentioned.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from ristretto.context import current

import frappe
from frappe import _
from frappe.desk.form.timeline import get_versions
from frappe.utils import escape_html, get_datetime, get_url_to_form, now_datetime, strip_html

NEVER = ("Comment", "Communication", "Document Follow", "File", "ToDo", "Version")
PERIODS = {"Hourly": timedelta(hours=1), "Daily": timedelta(days=1), "Weekly": timedelta(days=7)}
MOST_RECORDS = 20


@frappe.whitelist(methods=["POST", "PUT"])
def update_follow(doctype: str, doc_name: str, following: bool) -> Any:
    """Follow a record, or stop following it."""
    change = follow_document if following else unfollow_document
    return change(doctype, doc_name, frappe.session.user)


@frappe.whitelist(methods=["POST", "PUT"])
def follow_document(doctype: str, doc_name: str, user: str) -> Any:
    """The row that was made; None where following is off for the person or means nothing for the form."""
    _require_own(user)
    doc = frappe.get_doc(doctype, doc_name)
    doc.check_permission("read")
    if doctype in NEVER or not doc.meta.track_changes or user == "Administrator":
        return None
    wants = frappe.db.get_value("User", user, "document_follow_notify")
    if not wants or is_document_followed(doctype, doc_name, user):
        return None
    row = {"ref_doctype": doctype, "ref_docname": doc_name, "user": user}
    # Whoever may read a record may follow it; readers have no right on these rows by role.
    return frappe.get_doc({"doctype": "Document Follow", **row}).insert(ignore_permissions=True)


@frappe.whitelist(methods=["POST", "PUT"])
def unfollow_document(doctype: str, doc_name: str, user: str) -> int:
    """1 when the person followed the record, else 0."""
    _require_own(user)
    name = is_document_followed(doctype, doc_name, user)
    if name:
        # One's own row, made above.
        frappe.delete_doc("Document Follow", name, ignore_permissions=True)
    return int(bool(name))


@frappe.whitelist()
@frappe.read_only()
def get_follow_users(doctype: str, doc_name: str) -> list[Any]:
    """[{user}] of those who follow a record that the caller may read."""
    frappe.get_doc(doctype, doc_name).check_permission("read")
    filters = {"ref_doctype": doctype, "ref_docname": doc_name}
    return list(frappe.get_all("Document Follow", filters=filters, fields=["user"]))


def is_document_followed(doctype: str, doc_name: Any, user: str) -> str | None:
    """The name of the row, None where the person does not follow the record."""
    filters = {"ref_doctype": doctype, "ref_docname": doc_name, "user": user}
    return frappe.db.exists("Document Follow", filters)


def get_document_followed_by_user(user: str) -> list[Any]:
    """[{ref_doctype, ref_docname}] of the records that a person follows, at most twenty."""
    fields = ["ref_doctype", "ref_docname"]
    return list(
        frappe.get_all(
            "Document Follow",
            filters={"user": user},
            fields=fields,
            order_by="modified",
            limit=MOST_RECORDS,
        )
    )


def send_hourly_updates() -> None:
    send_document_follow_mails("Hourly")


def send_daily_updates() -> None:
    send_document_follow_mails("Daily")


def send_weekly_updates() -> None:
    send_document_follow_mails("Weekly")


def send_document_follow_mails(frequency: str) -> None:
    """One e-mail a person; nobody is written to about nothing."""
    since = now_datetime() - PERIODS[frequency]
    for user in get_user_list(frequency):
        parts = list(_parts(user, since))
        if parts:
            frappe.sendmail(
                recipients=[frappe.db.get_value("User", user, "email") or user],
                subject=_("What changed in records that you follow"),
                message="".join(parts),
            )


def get_user_list(frequency: str) -> list[str]:
    """Enabled people who follow something and want to hear of it that often."""
    followers = frappe.get_all("Document Follow", pluck="user", distinct=True)
    wanted = {
        "name": ("in", followers),
        "enabled": 1,
        "document_follow_notify": 1,
        "document_follow_frequency": frequency,
    }
    return list(frappe.get_all("User", filters=wanted, pluck="name"))


def _require_own(user: str) -> None:
    """Nobody signs up somebody else: stock lets every caller do that."""
    if user != frappe.session.user:
        frappe.throw(_("You can follow records for yourself only"), frappe.PermissionError)


def _parts(user: str, since: datetime) -> Iterator[str]:
    """HTML of each followed record in which others changed something, as the person may see it."""
    before = current().user
    frappe.set_user(user)
    try:
        for row in get_document_followed_by_user(user):
            if not frappe.db.exists(row.ref_doctype, row.ref_docname):
                continue
            doc = frappe.get_doc(row.ref_doctype, row.ref_docname)
            lines = list(_lines(doc, user, since)) if doc.has_permission("read") else []
            if lines:
                link = get_url_to_form(doc.doctype, doc.name)
                title = escape_html(f"{_(doc.doctype)} {doc.get_title() or doc.name}")
                yield f'<h3><a href="{link}">{title}</a></h3><ul>{"".join(lines)}</ul>'
    finally:
        frappe.set_user(before)


def _lines(doc: Any, user: str, since: datetime) -> Iterator[str]:
    for version in get_versions(doc):
        if version.owner != user and get_datetime(version.creation) > since:
            for fieldname, old, new in frappe.parse_json(version.data).get("changed") or []:
                yield _line("{0}: {1} → {2}", _(doc.meta.get_label(fieldname)), old, new)
    filters = {
        "reference_doctype": doc.doctype,
        "reference_name": doc.name,
        "comment_type": "Comment",
        "owner": ("!=", user),
        "creation": (">", since),
    }
    for comment in frappe.get_all("Comment", filters=filters, fields=["owner", "content"]):
        who = frappe.utils.get_fullname(comment.owner)
        yield _line(_("{0} wrote: {1}"), who, comment.content)


def _line(text: str, *values: Any) -> str:
    shown = [escape_html(strip_html(str(value if value is not None else ""))) for value in values]
    return f"<li>{text.format(*shown)}</li>"
