"""Counts for the desk: open records behind a form's connections, and what waits in the notification
configuration."""

from typing import Any

from ristretto.web.listing import parse_list

import frappe
from frappe.desk.form.meta import get_dashboard_data

SHOWN_AT_MOST = 100


@frappe.whitelist()
@frappe.read_only()
def get_open_count(doctype: str, name: Any, items: Any = None) -> dict[str, Any]:
    """{"count": {"external_links_found": [{doctype, open_count, count}], "internal_links_found":
    […]}} of a form's connections."""
    document = frappe.get_doc(doctype, name)
    document.check_permission("read")
    links = get_dashboard_data(frappe.get_meta(doctype))
    wanted = (
        parse_list(items, "items", of=str)
        if items
        else [i for group in links.transactions for i in group["items"]]
    )
    external, internal = [], []
    for target in wanted:
        if target in links.internal_links:
            internal.append(_internal(document, target, links.internal_links[target]))
        elif frappe.has_permission(target):
            external.append(_external(links, target, doctype, name))
    answer: dict[str, Any] = {
        "count": {"external_links_found": external, "internal_links_found": internal}
    }
    if links.method:
        answer["timeline_data"] = frappe.get_attr(links.method)(doctype, name)
    return answer


@frappe.whitelist()
@frappe.read_only()
def get_notifications() -> dict[str, Any]:
    """Counts of open records by the hook notification_config, as far as the caller may read."""
    config = get_notification_config()
    counts = {}
    for doctype, condition in config.for_doctype.items():
        if frappe.db.exists("DocType", doctype) and frappe.has_permission(doctype):
            counts[doctype] = _open(doctype, condition)
    return {"open_count_doctype": counts, "targets": {}}


@frappe.whitelist()
@frappe.read_only()
def get_notification_info() -> dict[str, Any]:
    config = get_notification_config()
    answer = get_notifications()
    answer["conditions"] = config.for_doctype
    answer["module_doctypes"] = {}
    return answer


def get_notification_config() -> Any:
    """The merged notification_config of all apps."""
    merged = frappe._dict(
        for_doctype=frappe._dict(), for_module=frappe._dict(), for_other=frappe._dict(), targets={}
    )
    for path in frappe.get_hooks("notification_config"):
        for key, value in (frappe.get_attr(path)() or {}).items():
            if isinstance(value, dict):
                merged.setdefault(key, frappe._dict()).update(value)
    return merged


def get_filters_for(doctype: str) -> Any:
    """The open-records condition of a DocType, None when there is none."""
    condition = get_notification_config().for_doctype.get(doctype)
    return None if isinstance(condition, str) else condition


def clear_notifications(user: str | None = None) -> None:
    """Counts are computed when asked for; there is nothing to forget."""


def _open(doctype: str, condition: Any) -> int:
    if isinstance(condition, str):
        return frappe.get_attr(condition)()
    return len(frappe.get_list(doctype, filters=condition, pluck="name", limit=SHOWN_AT_MOST))


def _external(links: Any, target: str, doctype: str, name: Any) -> dict[str, Any]:
    fieldname = links.non_standard_fieldnames.get(target, links.fieldname)
    filters = {fieldname: name}
    if dynamic := (links.get("dynamic_links") or {}).get(fieldname):
        filters[dynamic[1]] = doctype
    total = len(
        frappe.get_list(target, filters=filters, pluck="name", limit=SHOWN_AT_MOST, distinct=True)
    )
    condition = get_filters_for(target)
    waiting = 0
    if condition:
        waiting = len(
            frappe.get_list(
                target, filters={**condition, **filters}, pluck="name", limit=SHOWN_AT_MOST
            )
        )
    return {"doctype": target, "open_count": waiting, "count": total}


def _internal(document: Any, target: str, link: Any) -> dict[str, Any]:
    """Names that the document itself holds: in a field, or in a field of a child table."""
    if isinstance(link, str):
        names = [document.get(link)] if document.get(link) else []
    else:
        table, field = link
        names = list(
            dict.fromkeys(row.get(field) for row in document.get(table) or [] if row.get(field))
        )
    return {"doctype": target, "count": len(names), "names": names}
