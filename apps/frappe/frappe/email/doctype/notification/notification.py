"""Controller of Notification: who is told what, when something happens to a record.

Nothing that goes wrong while telling stops the save that set it off; it is undone and logged.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ristretto import errors

import frappe
from frappe import _
from frappe.email.doctype.notification import checks, daily, sending
from frappe.email.doctype.notification.messages import condition_names, template
from frappe.email.doctype.notification.preview import preview
from frappe.model.document import Document
from frappe.utils import cast, cint

# The transaction is lost, or its time is over: that is not the notification's to swallow.
_FATAL = (
    errors.DatabaseUnavailable,
    errors.JobTimeoutError,
    errors.QueryDeadlockError,
    errors.QueryTimeoutError,
    errors.RequestTimeoutError,
)


_CARRIED = (
    "ignore_links",
    "ignore_mandatory",
    "in_notification_update",
    "notifications_executed",
)


class Notification(Document):
    """A condition, people and a message."""

    def onload(self) -> None:
        if self.is_standard:
            self.message = template(self)

    def autoname(self) -> None:
        if not self.name:
            self.name = self.subject

    def validate(self) -> None:
        checks.check(self)

    def on_update(self) -> None:
        frappe.clear_cache(doctype=self.document_type)
        checks.export(self)

    def on_trash(self) -> None:
        frappe.clear_cache(doctype=self.document_type)

    def applies_to(self, doc: Any) -> bool:
        """Whether the condition is true for a record. Raises what the expression raises."""
        if not self.condition:
            return True
        return bool(frappe.safe_eval(self.condition, None, condition_names(doc)))

    def has_new_value(self, doc: Any) -> bool:
        """Whether the watched field differs from what was stored before this save."""
        before = doc.get_doc_before_save()
        fieldtype = doc.meta.get_field(self.value_changed).fieldtype
        new, old = (each.get(self.value_changed) if each else None for each in (doc, before))
        return bool(cast(fieldtype, new) != cast(fieldtype, old))

    def get_documents_for_today(self) -> list[Any]:
        """Records whose date is as many days away as the notification says."""
        return daily.due(self)

    def send(self, doc: Any) -> bool:
        """Tell people about a record, then set the property; whether that changed it. Failures are logged."""
        with logged(self, doc):
            sending.send(self, doc)
        changed: list[bool] = []
        with logged(self, doc):
            changed.append(sending.set_property(self, doc))
        return any(changed)

    @frappe.whitelist()
    def preview(self, document: str) -> dict[str, Any]:
        """What would be sent to whom for a record; nothing is sent."""
        return preview(self, document)


@contextmanager
def logged(alert: Any, doc: Any) -> Iterator[None]:
    """Undo what raises, and keep it in the error log; the save goes on."""
    point = f"alert_{frappe.generate_hash(length=10)}"
    messages = len(frappe.local.message_log)
    frappe.db.savepoint(point)
    try:
        yield
    except _FATAL:
        raise
    except Exception:  # a customiser's expressions and templates may raise anything
        trace = frappe.get_traceback()
        frappe.db.rollback(save_point=point)
        del frappe.local.message_log[messages:]
        frappe.log_error(
            _("Notification {0}, {1} {2}").format(alert.name, doc.doctype, doc.name),
            trace,
            reference_doctype="Notification",
            reference_name=alert.name,
        )
    frappe.db.release_savepoint(point)


def evaluate_alert(doc: Any, alert: Any, event: str) -> None:
    """Send a notification for a record when its condition and, for a value, a change say so."""
    if isinstance(alert, str):
        alert = frappe.get_doc("Notification", alert)
    with logged(alert, doc):
        if event == "Value Change" and not _watched_field_exists(alert, doc):
            return
        if not alert.applies_to(doc):
            return
        if event == "Value Change" and not doc.is_new() and not alert.has_new_value(doc):
            return
        told = _as_stored(doc, event)
        if alert.send(told) and told is not doc:
            _follow(doc, told, alert.set_property_after_alert)


def _watched_field_exists(alert: Any, doc: Any) -> bool:
    """A notification whose field is gone is switched off, once, with a log."""
    if doc.meta.get_field(alert.value_changed):
        return True
    alert.db_set("enabled", 0)
    frappe.clear_cache(doctype=alert.document_type)
    frappe.log_error(
        _("Notification {0} was switched off: the field {1} does not exist").format(
            alert.name, alert.value_changed
        ),
        reference_doctype="Notification",
        reference_name=alert.name,
    )
    return False


def _as_stored(doc: Any, event: str) -> Any:
    """A copy of the record as the database has it; the document being saved stays as its save has it."""
    if event == "Method" and not frappe.db.exists(doc.doctype, doc.name):
        return doc
    stored = frappe.get_doc(doc.doctype, doc.name)
    stored.__dict__["_doc_before_save"] = doc.get_doc_before_save()
    for flag in _CARRIED:
        stored.flags[flag] = doc.flags.get(flag)
    return stored


def _follow(doc: Any, stored: Any, fieldname: str) -> None:
    """The document being saved takes over what the notification set, so that it is not found changed by another."""
    for key in (fieldname, "modified", "modified_by"):
        doc.__dict__[key] = stored.get(key)


def trigger_daily_alerts() -> None:
    """Scheduler, daily: notifications some days before or after a date."""
    daily.send_all()


def trigger_notifications(doc: Any = None, method: str | None = None) -> None:
    """Name that apps call; only `daily` means anything."""
    if method == "daily":
        trigger_daily_alerts()


def get_context(doc: Any) -> dict[str, Any]:
    return condition_names(doc)


@frappe.whitelist()
def get_documents_for_today(notification: str) -> list[str]:
    """Names of the records that a notification tells of today."""
    alert = frappe.get_doc("Notification", notification)
    alert.check_permission("read")
    return [doc.name for doc in alert.get_documents_for_today()] if cint(alert.enabled) else []
