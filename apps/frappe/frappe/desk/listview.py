"""Settings of a list, and counting its rows by a field for the sidebar."""

from typing import Any

from ristretto.web.listing import parse_filters, parse_object

import frappe


@frappe.whitelist()
@frappe.read_only()
def get_list_settings(doctype: str) -> Any:
    """The List View Settings record of a DocType; nothing when there is none."""
    if frappe.db.exists("List View Settings", doctype):
        return frappe.get_cached_doc("List View Settings", doctype)
    return None


@frappe.whitelist(methods=["POST", "PUT"])
def set_list_settings(doctype: str, values: Any) -> Any:
    """Store the settings of a list; needs write permission on List View Settings."""
    if frappe.db.exists("List View Settings", doctype):
        settings = frappe.get_doc("List View Settings", doctype)
    else:
        settings = frappe.new_doc("List View Settings")
        settings.name = doctype
    settings.update(parse_object(values, "values"))
    settings.save()
    return settings


@frappe.whitelist()
@frappe.read_only()
def get_group_by_count(doctype: str, current_filters: Any, field: str) -> list[dict[str, Any]]:
    """[{name, count}] of a field's values among the rows that the caller may see, most frequent
    first."""
    frappe.has_permission(doctype, "read", throw=True)
    filters = parse_filters(current_filters, "current_filters")
    if field == "assigned_to":
        return _by_assignee(doctype, filters)
    rows = frappe.get_list(
        doctype,
        filters=filters,
        fields=["count(name) as count", f"`tab{doctype}`.`{field}` as name"],
        group_by=f"`tab{doctype}`.`{field}`",
        order_by=f"count desc, `tab{doctype}`.`{field}` asc",
        limit=50,
    )
    # A field that the caller may not see is left out of every row: there is nothing to group by.
    return [frappe._dict(count=row["count"], name=row["name"]) for row in rows if "name" in row]


def _by_assignee(doctype: str, filters: Any) -> list[dict[str, Any]]:
    names = frappe.get_list(doctype, filters=filters, pluck="name")
    counts: dict[str, int] = {}
    open_tasks = frappe.get_all(
        "ToDo",
        filters={"reference_type": doctype, "status": "Open", "allocated_to": ("is", "set")},
        fields=["reference_name", "allocated_to"],
    )
    visible = set(names)
    for task in open_tasks:
        if task.reference_name in visible:
            counts[task.allocated_to] = counts.get(task.allocated_to, 0) + 1
    of_desk = frappe.get_all(
        "User", filters={"user_type": "System User", "name": ("in", list(counts))}, pluck="name"
    )
    found = [frappe._dict(name=user, count=counts[user]) for user in of_desk]
    return sorted(found, key=lambda entry: -entry["count"])
