"""Decides how a site's administrators change the rights of roles: the first change copies the
shipped rows of a DocType into rows of the site, which replace them from then on.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.core.doctype.doctype.doctype import (
    clear_permissions_cache,
    validate_permissions_for_doctype,
)
from frappe.core.doctype.doctype.permission_checks import AUTOMATIC_ROLES
from frappe.core.doctype.user_permission.user_permission import linking_doctypes
from frappe.permissions import (
    add_permission,
    get_all_perms,
    reset_perms,
    setup_custom_perms,
    update_permission_property,
)
from frappe.utils import cint

FIXED_DOCTYPES = ("DocType", "Patch Log", "Module Def")


def check_doctype(doctype: str) -> None:
    """Rights on what defines the site itself are not changed on a site."""
    frappe.only_for("System Manager")
    if doctype in FIXED_DOCTYPES:
        frappe.throw(
            _("The rights on {0} cannot be changed").format(doctype), frappe.PermissionError
        )


@frappe.whitelist()
@frappe.read_only()
def get_roles_and_doctypes() -> dict[str, list[dict[str, str]]]:
    """{doctypes: [{label, value}], roles: [{label, value}]} to choose from."""
    frappe.only_for("System Manager")
    hidden = ["Administrator"] if frappe.session.user == "Administrator" else list(AUTOMATIC_ROLES)
    doctypes = frappe.get_all(
        "DocType", filters={"istable": 0, "name": ("not in", FIXED_DOCTYPES)}, pluck="name"
    )
    roles = frappe.get_all(
        "Role", filters={"name": ("not in", hidden), "disabled": 0}, pluck="name"
    )
    return {"doctypes": choices(doctypes), "roles": choices(roles)}


def choices(names: list[str]) -> list[dict[str, str]]:
    rows = [{"label": _(name), "value": name} for name in names]
    return sorted(rows, key=lambda row: row["label"].casefold())


@frappe.whitelist()
@frappe.read_only()
def get_permissions(doctype: str | None = None, role: str | None = None) -> list[Any]:
    """Rows in force of a DocType, of a role, or of both; each says what its DocType can have."""
    frappe.only_for("System Manager")
    if role:
        rows = [row for row in get_all_perms(role) if not doctype or row.parent == doctype]
    else:
        query = {
            "filters": {"parent": doctype},
            "fields": ["*"],
            "order_by": "permlevel asc, idx asc",
        }
        rows = frappe.get_all("Custom DocPerm", **query) or frappe.get_all("DocPerm", **query)
    for row in rows:
        meta = frappe.get_meta(row.parent)
        row.is_submittable, row.in_create = meta.is_submittable, meta.in_create
        row.linked_doctypes = linking_doctypes(row.parent)
    return list(rows)


@frappe.whitelist(methods=["POST"])
def add(parent: str, role: str, permlevel: int) -> None:
    """Give a role its first row at a level, with the right to read."""
    check_doctype(parent)
    add_permission(parent, role, permlevel)


@frappe.whitelist(methods=["POST"])
def update(
    doctype: str, role: str, permlevel: int, ptype: str, value: Any = None, if_owner: int = 0
) -> str | None:
    """Set one right of a row; "refresh" when other rights of it may have changed with it."""
    check_doctype(doctype)
    if ptype == "report" and cint(value) and cint(if_owner):
        frappe.throw(_("{0}: a role that sees only its own records gets no reports").format(role))
    changed = update_permission_property(doctype, role, permlevel, ptype, value, if_owner=if_owner)
    if ptype == "if_owner" and cint(value):
        update_permission_property(doctype, role, permlevel, "report", 0, if_owner=value)
    frappe.clear_cache(doctype=doctype)
    return "refresh" if changed else None


@frappe.whitelist(methods=["POST", "DELETE"])
def remove(doctype: str, role: str, permlevel: int, if_owner: int = 0) -> None:
    """Take a row away; the last one stays, for without any row the shipped ones would come back."""
    check_doctype(doctype)
    setup_custom_perms(doctype)
    row = {
        "parent": doctype,
        "role": role,
        "permlevel": cint(permlevel),
        "if_owner": cint(if_owner),
    }
    frappe.db.delete("Custom DocPerm", row)
    if not frappe.db.exists("Custom DocPerm", {"parent": doctype}):
        frappe.throw(_("{0}: the last permission row cannot be removed").format(doctype))
    validate_permissions_for_doctype(doctype, for_remove=True, alert=True)


@frappe.whitelist(methods=["POST"])
def reset(doctype: str) -> None:
    """Back to what the app ships."""
    check_doctype(doctype)
    reset_perms(doctype)
    clear_permissions_cache(doctype)


@frappe.whitelist()
@frappe.read_only()
def get_users_with_role(role: str) -> list[str]:
    """Enabled holders of a role."""
    frappe.only_for("System Manager")
    holders = frappe.get_all(
        "Has Role", filters={"role": role, "parenttype": "User"}, pluck="parent"
    )
    filters = {"name": ("in", holders or [""]), "enabled": 1}
    return sorted(frappe.get_all("User", filters=filters, pluck="name"))


@frappe.whitelist()
def get_standard_permissions(doctype: str) -> list[Any]:
    """The rows that the app ships."""
    frappe.only_for("System Manager")
    rows = frappe.get_all(
        "DocPerm", filters={"parent": doctype}, fields=["*"], order_by="permlevel asc, idx asc"
    )
    return list(rows)
