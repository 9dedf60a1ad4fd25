"""What a user may open on the desk: DocTypes, reports, pages, modules."""

from __future__ import annotations

from typing import Any

from ristretto import access
from ristretto.context import request_cached

import frappe


def readable_doctypes(user: str | None = None) -> set[str]:
    """DocTypes that some role of the user (or a share) lets it read or select."""
    user = user or frappe.session.user
    return request_cached(("readable_doctypes", user), lambda: _readable(user))


def _readable(user: str) -> set[str]:
    if user == "Administrator":
        return set(frappe.get_all("DocType", pluck="name"))
    roles = access.roles(user)
    customised = set(frappe.get_all("Custom DocPerm", pluck="parent", distinct=True))
    filters = {"role": ["in", roles], "permlevel": 0, "read": 1}
    standard = set(frappe.get_all("DocPerm", filters=filters, pluck="parent", distinct=True))
    custom = set(frappe.get_all("Custom DocPerm", filters=filters, pluck="parent", distinct=True))
    return (standard - customised) | custom | set(access.shared_doctypes(user))


def allowed_reports(user: str | None = None) -> dict[str, Any]:
    """name -> {title, ref_doctype, report_type, modified} of the reports that the user may run."""
    user = user or frappe.session.user
    return request_cached(("allowed_reports", user), lambda: _reports(user))


def _reports(user: str) -> dict[str, Any]:
    fields = ["name", "ref_doctype", "report_type", "modified"]
    rows = frappe.get_all("Report", filters={"disabled": 0}, fields=fields)
    gates = _role_gates("Report", "report")
    roles = set(access.roles(user))
    return {
        row.name: row.update({"title": row.name})
        for row in rows
        if (row.name not in gates or gates[row.name] & roles) and _may_report(row.ref_doctype, user)
    }


def _may_report(doctype: str, user: str) -> bool:
    return access.has_permission(doctype, "report", user=user)


def allowed_pages(user: str | None = None) -> dict[str, Any]:
    """name -> {title, modified} of the desk pages that the user may open."""
    user = user or frappe.session.user
    gates = _role_gates("Page", "page")
    roles = set(access.roles(user))
    rows = frappe.get_all("Page", fields=["name", "title", "modified"])
    return {row.name: row for row in rows if row.name not in gates or gates[row.name] & roles}


def _role_gates(doctype: str, custom_field: str) -> dict[str, set[str]]:
    """Roles by record, Custom Role replacing the record's own.

    Records without roles are not listed.
    """
    gates: dict[str, set[str]] = {}
    for row in frappe.get_all(
        "Has Role", filters={"parenttype": doctype}, fields=["parent", "role"]
    ):
        gates.setdefault(row.parent, set()).add(row.role)
    customs = frappe.get_all(
        "Custom Role", filters={custom_field: ["is", "set"]}, fields=["name", custom_field]
    )
    for custom in customs:
        held = frappe.get_all(
            "Has Role", filters={"parent": custom.name, "parenttype": "Custom Role"}, pluck="role"
        )
        if held:
            gates[custom[custom_field]] = set(held)
    return gates


def allowed_modules(user: str | None = None) -> set[str]:
    """Modules with a form that the user may read, without those switched off for the user."""
    user = user or frappe.session.user
    return request_cached(("allowed_modules", user), lambda: _modules(user))


def _modules(user: str) -> set[str]:
    rows = frappe.get_all("DocType", filters={"istable": 0}, fields=["name", "module"])
    readable = readable_doctypes(user)
    return {row.module for row in rows if row.name in readable} - set(blocked_modules(user))


def blocked_modules(user: str | None = None) -> set[str]:
    """Modules that were switched off for a user."""
    filters = {"parent": user or frappe.session.user, "parenttype": "User"}
    return set(frappe.get_all("Block Module", filters=filters, pluck="module"))


def item_allowed(name: str | None, kind: str | None) -> bool:
    """Whether a shortcut or link of a workspace leads somewhere the user may go."""
    if frappe.session.user == "Administrator":
        return True
    kind = (kind or "").lower()
    if kind == "doctype":
        return name in readable_doctypes()
    if kind == "page":
        return name in allowed_pages()
    if kind == "report":
        return name in allowed_reports()
    return kind in ("help", "dashboard", "url")


def figures_condition(doctype: str, user: str | None, kinds: str) -> str | None:
    """SQL condition: charts or cards about DocTypes (and reports) that the user may read."""
    user = user or frappe.session.user
    if user == "Administrator" or "System Manager" in frappe.get_roles(user):
        return None
    table = f"`tab{doctype}`"
    blocked = _sql_list(blocked_modules(user))
    about = f"{table}.`document_type` in ({_sql_list(readable_doctypes(user))})"
    reports = _sql_list(allowed_reports(user))
    report = f"{table}.`{kinds}` = 'Report' and {table}.`report_name` in ({reports})"
    custom = f"{table}.`{kinds}` = 'Custom'"
    return (
        f"(({about}) or ({report}) or ({custom})) "
        f"and ({table}.`module` is null or {table}.`module` not in ({blocked}))"
    )


def _sql_list(names: Any) -> str:
    return ", ".join(frappe.db.escape(name) for name in sorted(names)) or "''"
