"""Decides what a notification says: subject, text and attachment for one record."""

from __future__ import annotations

import json
from collections import namedtuple
from pathlib import Path
from typing import Any

import frappe
from frappe import _
from frappe.modules.utils import get_doc_module
from frappe.utils import cint, markdown, nowdate
from frappe.utils.safe_exec import safe_utils

FORMATS = {"HTML": ".html", "Markdown": ".md", "Plain Text": ".txt"}
_Names = namedtuple("_Names", ["utils"])


def condition_names(doc: Any) -> dict[str, Any]:
    """What a condition may name."""
    return {"doc": doc, "nowdate": nowdate, "frappe": _Names(utils=safe_utils())}


def message_names(alert: Any, doc: Any) -> dict[str, Any]:
    """What subject, message and addresses may name; a standard notification's module adds to it."""
    comments = doc.get("_comments")
    names = {
        **condition_names(doc),
        "alert": alert,
        "comments": json.loads(comments) if comments else None,
    }
    names.pop("frappe")  # templates have names of their own under `frappe`
    if alert.is_standard:
        module = get_doc_module(alert.module, alert.doctype, alert.name)
        if hasattr(module, "get_context"):
            names.update(module.get_context(names) or {})
    return names


def subject(alert: Any, names: dict[str, Any]) -> str:
    text = alert.subject or ""
    return str(frappe.render_template(text, names)) if "{" in text else text


def body(alert: Any, names: dict[str, Any]) -> str:
    return str(frappe.render_template(template(alert), names))


def template(alert: Any) -> str:
    """The message as stored, or the file of a standard notification."""
    if not alert.is_standard:
        return alert.message or ""
    module = get_doc_module(alert.module, alert.doctype, alert.name)
    path = Path(module.__file__).with_name(
        frappe.scrub(alert.name) + FORMATS.get(alert.message_type, ".md")
    )
    text = path.read_text(encoding="utf-8") if path.exists() else alert.message or ""
    return str(markdown(text)) if path.suffix == ".md" else text


def attachments(alert: Any, doc: Any) -> list[dict[str, Any]] | None:
    """A print that is drawn when the mail leaves. Refused for drafts and cancelled records that may not be printed."""
    if not cint(alert.attach_print):
        return None
    settings = frappe.get_doc("Print Settings")
    closed = {0: "allow_print_for_draft", 2: "allow_print_for_cancelled"}.get(int(doc.docstatus))
    if closed and doc.meta.is_submittable and not cint(settings.get(closed)):
        frappe.throw(
            _("A print of {0} cannot be attached: Print Settings do not allow it").format(doc.name),
            title=_("Error in Notification"),
        )
    return [
        {
            "print_format_attachment": 1,
            "doctype": doc.doctype,
            "name": doc.name,
            "print_format": alert.print_format,
            "print_letterhead": cint(settings.with_letterhead),
        }
    ]


def reference(doc: Any) -> tuple[str, str]:
    """The record that a message belongs to: rows belong to their parent."""
    if doc.meta.istable:
        return doc.parenttype, doc.parent
    return doc.doctype, doc.name
