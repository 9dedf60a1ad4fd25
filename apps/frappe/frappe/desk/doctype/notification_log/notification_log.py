"""Controller of Notification Log: what a person was told, on the desk and by mail."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.desk.doctype.notification_settings.notification_settings import (
    is_email_notifications_enabled_for_type,
    is_notifications_enabled,
)
from frappe.model.document import Document
from frappe.utils import add_to_date, escape_html, get_url_to_form, now_datetime, strip_html

_HEADERS = {
    "Mention": "{0}: somebody mentioned you",
    "Assignment": "{0}: a task of yours changed",
    "Share": "{0}: opened to you",
    "": "{0}: news for you",
}


class NotificationLog(Document):
    """One message to one person."""

    def after_insert(self) -> None:
        frappe.publish_realtime("notification", after_commit=True, user=self.for_user)
        frappe.db.set_value(
            "Notification Settings", self.for_user, "seen", 0, update_modified=False
        )
        if is_email_notifications_enabled_for_type(self.for_user, self.type):
            try:
                send_notification_email(self)
            except frappe.OutgoingEmailError:
                frappe.log_error(_("The notification mail could not be sent"))

    @staticmethod
    def clear_old_logs(days: int = 180) -> None:
        limit = add_to_date(now_datetime(), days=-days)
        frappe.db.delete("Notification Log", {"modified": ["<", limit]})


def on_doctype_update() -> None:
    frappe.db.add_index("Notification Log", ["for_user"])


def get_permission_query_conditions(
    user: str | None = None, doctype: str | None = None
) -> str | None:
    user = user or frappe.session.user
    if user == "Administrator":
        return None
    return f"(`tabNotification Log`.for_user = {frappe.db.escape(user)})"


def get_title(doctype: str, docname: str, title_field: str | None = None) -> str:
    """A record's title, its name when it has none."""
    field = title_field or frappe.get_meta(doctype).get_title_field()
    title = docname if field == "name" else frappe.db.get_value(doctype, docname, field)
    return title or docname


def get_title_html(title: str) -> str:
    return f'<b class="subject-title">{escape_html(title)}</b>'


def enqueue_create_notification(users: list[str] | str, doc: dict[str, Any]) -> None:
    """Tell some people (names or addresses, also comma list) after this transaction commits."""
    if frappe.flags.in_install:
        return
    names = users.split(",") if isinstance(users, str) else users
    wanted = sorted({name.strip() for name in names if name and name.strip()})
    frappe.enqueue(
        "frappe.desk.doctype.notification_log.notification_log.make_notification_logs",
        doc=dict(doc),
        users=wanted,
        now=bool(frappe.flags.in_test),
        enqueue_after_commit=not frappe.flags.in_test,
    )


def make_notification_logs(doc: dict[str, Any], users: list[str]) -> None:
    """One record for each enabled person that wants to be told; nobody is told of its own act."""
    doc = frappe._dict(doc)
    for user in _recipients(users):
        if user == doc.from_user and doc.type not in ("Alert", "Energy Point"):
            continue
        notification = frappe.new_doc("Notification Log")
        notification.update(doc)
        notification.for_user = user
        # The message is made by what happened; its reader decides about no right here.
        notification.insert(ignore_permissions=True)


def _recipients(users: list[str]) -> list[str]:
    filters = {"enabled": 1, "email": ["in", users or [""]]}
    found = set(frappe.get_all("User", filters=filters, pluck="name"))
    found |= set(
        frappe.get_all("User", filters={"enabled": 1, "name": ["in", users or [""]]}, pluck="name")
    )
    return [name for name in sorted(found) if is_notifications_enabled(name)]


def send_notification_email(doc: Any) -> None:
    user = frappe.db.get_value("User", doc.for_user, ["email", "language"], as_dict=True)
    if not user or not user.email:
        return
    link = doc.link or (
        get_url_to_form(doc.document_type, doc.document_name)
        if doc.document_type and doc.document_name
        else None
    )
    frappe.sendmail(
        recipients=[user.email],
        subject=strip_html(doc.subject or ""),
        template="new_notification",
        args={
            "body_content": doc.subject,
            "description": doc.email_content,
            "document_type": doc.document_type,
            "document_name": doc.document_name,
            "doc_link": link,
        },
        header=[get_email_header(doc, user.language), "orange"],
        reference_doctype=doc.document_type,
        reference_name=doc.document_name,
    )


def get_email_header(doc: Any, language: str | None = None) -> str:
    """The subject of a notification mail, in the reader's language."""
    text = _HEADERS.get(doc.type, _HEADERS[""])
    return _(text, lang=language).format(doc.document_name)


@frappe.whitelist()
@frappe.read_only()
def get_notification_logs(limit: int = 20) -> dict[str, Any]:
    """The user's latest messages, with names and pictures of those who caused them."""
    logs = frappe.get_list("Notification Log", fields=["*"], limit=limit, order_by="modified desc")
    user_info = frappe._dict()
    frappe.utils.add_user_info([row.from_user for row in logs if row.from_user], user_info)
    return {"notification_logs": logs, "user_info": user_info}


@frappe.whitelist()
def mark_all_as_read() -> None:
    filters = {"read": 0, "for_user": frappe.session.user}
    frappe.db.set_value("Notification Log", filters, "read", 1, update_modified=False)


@frappe.whitelist()
def mark_as_read(docname: str) -> None:
    """Mark one of the user's own messages; those of others stay as they are."""
    filters = {"name": str(docname), "for_user": frappe.session.user}
    frappe.db.set_value("Notification Log", filters, "read", 1, update_modified=False)


@frappe.whitelist()
def trigger_indicator_hide() -> None:
    frappe.publish_realtime("indicator_hide", user=frappe.session.user)
