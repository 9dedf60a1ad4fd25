"""Decides which scripts of the site run: at an event of a document, as a method, in the condition of a list.

The map lives in the caches of the site, which every process drops when a script changes (`db/stamps.py`).
"""

from __future__ import annotations

from typing import Any

from ristretto.access.hook_text import parenthesised
from ristretto.context import current
from ristretto.document import events
from ristretto.web import named_scripts

import frappe
from frappe import _

EVENT_MAP = {
    "before_insert": "Before Insert",
    "after_insert": "After Insert",
    "before_validate": "Before Validate",
    "validate": "Before Save",
    "on_update": "After Save",
    "before_rename": "Before Rename",
    "after_rename": "After Rename",
    "before_submit": "Before Submit",
    "on_submit": "After Submit",
    "before_cancel": "Before Cancel",
    "on_cancel": "After Cancel",
    "on_trash": "Before Delete",
    "after_delete": "After Delete",
    "before_update_after_submit": "Before Save (Submitted Document)",
    "on_update_after_submit": "After Save (Submitted Document)",
    "before_print": "Before Print",
    "on_payment_authorized": "On Payment Authorization",
}
_FIELDS = ("name", "script_type", "reference_doctype", "doctype_event", "api_method")


def run_server_script_for_doc_event(doc: Any, event: str) -> None:
    """The enabled scripts of this DocType and event, in the order of their making."""
    if event not in EVENT_MAP or frappe.flags.in_install or frappe.flags.in_migrate:
        return
    for name in get_server_script_map().get(doc.doctype, {}).get(EVENT_MAP[event], ()):
        _script(name).execute_doc(doc)


def _waits(doctype: str, event: str) -> bool:
    return bool(get_server_script_map().get(doctype, {}).get(EVENT_MAP[event]))


def get_server_script_map() -> dict[str, Any]:
    """{doctype: {event: [script]}, "_api": {method: script}, "permission_query": {doctype: script}}."""
    cache = current().site.cache("server_scripts")
    if "map" not in cache:
        cache["map"] = _read_map()
    found: dict[str, Any] = cache["map"]
    return found


def _read_map() -> dict[str, Any]:
    found: dict[str, Any] = {"permission_query": {}, "_api": {}}
    if not frappe.db.table_exists("Server Script"):  # a site that this version has not migrated yet
        return found
    rows = frappe.db.get_values(
        "Server Script", {"disabled": 0}, _FIELDS, as_dict=True, order_by="creation, name"
    )
    for row in rows:
        if row.script_type == "DocType Event":
            events_of = found.setdefault(row.reference_doctype, {})
            events_of.setdefault(row.doctype_event, []).append(row.name)
        elif row.script_type == "Permission Query":
            found["permission_query"][row.reference_doctype] = row.name
        elif row.script_type == "API" and row.api_method:
            found["_api"][row.api_method] = row.name
    return found


def _script(name: str) -> Any:
    """The record, read once per process and change."""
    cache = current().site.cache("server_scripts")
    if name not in cache:
        cache[name] = frappe.get_doc("Server Script", name)
    return cache[name]


def api_script(method: str) -> str | None:
    """The script that answers a method name."""
    name: str | None = get_server_script_map()["_api"].get(method)
    return name


def run_api_script(name: str) -> Any:
    """What the script answers: its flags where it set any, else what it left in the response."""
    return _script(name).execute_method() or None


def permission_query(user: str, doctype: str) -> str:
    """SQL that the scripts of a DocType add to its lists: lists get shorter by it, never longer."""
    name = get_server_script_map()["permission_query"].get(doctype)
    if not name:
        return ""
    answer = _script(name).get_permission_query_conditions(user)
    if not answer:
        return ""
    text = parenthesised(str(answer))
    if text is None:
        frappe.throw(
            _("Server Script {0}: the condition must be one whole condition of SQL").format(name)
        )
    return text


events.observe(run_server_script_for_doc_event, *EVENT_MAP, waits=_waits)
named_scripts.offer(api_script, run_api_script)
