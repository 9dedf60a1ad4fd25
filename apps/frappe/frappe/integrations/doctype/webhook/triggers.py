"""Decides which webhooks an event of a document sets off.

The order to send is a row of the same transaction: what is rolled back, to a savepoint too, is never told. Of several
events for one record in one transaction the last is told, with the values it had then.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from ristretto.context import current
from ristretto.document import events

import frappe
from frappe import _
from frappe.integrations.doctype.webhook.work import get_context

JOB = "frappe.integrations.doctype.webhook.webhook.enqueue_webhook"
EVENTS = (
    "after_insert",
    "on_update",
    "on_submit",
    "on_cancel",
    "on_trash",
    "on_update_after_submit",
    "on_change",
)
_SILENT = ("in_import", "in_patch", "in_install", "in_migrate")
_FIELDS = ("name", "condition", "webhook_docevent", "webhook_doctype", "background_jobs_queue")


def run_webhooks(doc: Any, method: str) -> None:
    """Queue the webhooks of this document and event."""
    if method not in EVENTS or any(frappe.flags.get(flag) for flag in _SILENT):
        return
    for webhook in get_all_webhooks().get(doc.doctype, ()):
        if webhook.webhook_docevent == method and _is_wanted(webhook, doc, method):
            _queue(webhook, doc)


def _waits(doctype: str, event: str) -> bool:
    webhooks = get_all_webhooks().get(doctype, ())
    return any(webhook.webhook_docevent == event for webhook in webhooks)


def get_all_webhooks() -> dict[str, list[Any]]:
    """{doctype: the enabled webhooks}, kept until one of them changes."""
    cache = current().site.cache("webhooks")
    if "all" not in cache:
        found: dict[str, list[Any]] = {}
        for row in _rows():
            found.setdefault(row.webhook_doctype, []).append(row)
        cache["all"] = found
    known: dict[str, list[Any]] = cache["all"]
    return known


def _rows() -> list[Any]:
    if not frappe.db.table_exists("Webhook"):  # a site that this version has not migrated yet
        return []
    order = "creation, name"
    return list(
        frappe.db.get_values("Webhook", {"enabled": 1}, _FIELDS, as_dict=True, order_by=order)
    )


def _is_wanted(webhook: Any, doc: Any, method: str) -> bool:
    if method == "on_change" and doc.flags.in_insert:
        return False
    if not webhook.condition:
        return True
    try:
        return bool(frappe.safe_eval(webhook.condition, eval_locals=get_context(doc)))
    except Exception as error:  # the edge to a customiser's text: it may raise anything
        raise frappe.ValidationError(
            _("Webhook {0}: its condition failed ({1})").format(webhook.name, error)
        ) from error


def _queue(webhook: Any, doc: Any) -> None:
    parts = "\n".join((webhook.name, doc.doctype, str(doc.name), _turn()))
    frappe.enqueue(
        JOB,
        queue=webhook.background_jobs_queue or "default",
        job_id=f"webhook:{hashlib.sha256(parts.encode()).hexdigest()[:40]}",
        doc=doc,
        webhook={"name": webhook.name},
    )


def _turn() -> str:
    """A word for the running transaction: a later order of the same word replaces an earlier one."""
    context: Any = current()
    if not getattr(context, "webhook_turn", None):
        context.webhook_turn = secrets.token_hex(8)
        context.db.after_commit.add(lambda: _forget(context))
        context.db.after_rollback.add(lambda: _forget(context))
    return str(context.webhook_turn)


def _forget(context: Any) -> None:
    context.webhook_turn = None


events.observe(run_webhooks, *EVENTS, waits=_waits)
