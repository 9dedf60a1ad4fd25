"""Lists that forms about accounts ask for: roles, rights of a role, time zones, users for a link
field.
"""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from ristretto.web.listing import parse_object

import frappe
from frappe.core.doctype.doctype.permission_checks import AUTOMATIC_ROLES


@frappe.whitelist()
def get_timezones() -> dict[str, list[str]]:
    return {"timezones": sorted(available_timezones())}


@frappe.whitelist()
def get_all_roles() -> list[str]:
    """Roles that can be given to users; the automatic and the disabled ones cannot."""
    filters = {"disabled": 0, "name": ("not in", AUTOMATIC_ROLES)}
    return sorted(frappe.get_all("Role", filters=filters, pluck="name"))


@frappe.whitelist()
def get_roles(arg: Any = None, uid: str | None = None) -> list[str]:
    """Roles of an account; those of others only for who may read them."""
    user = uid or frappe.session.user
    if user != frappe.session.user:
        frappe.has_permission("User", "read", user, throw=True)
    return list(frappe.get_roles(user))


@frappe.whitelist()
def get_perm_info(role: str) -> list[Any]:
    """Permission rows of a role: the site's own where a DocType has any, else the shipped ones."""
    frappe.only_for("System Manager")
    own = frappe.get_all("Custom DocPerm", filters={"role": role}, fields=["*"])
    replaced = set(frappe.get_all("Custom DocPerm", pluck="parent", distinct=True))
    shipped = frappe.get_all("DocPerm", filters={"role": role, "docstatus": 0}, fields=["*"])
    rows = [*own, *(row for row in shipped if row.parent not in replaced)]
    return sorted(rows, key=lambda row: (row.parent, row.permlevel))


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def user_query(
    doctype: str,
    txt: str,
    searchfield: str,
    start: int,
    page_len: int,
    filters: Any,
) -> list[Any]:
    """Enabled desk users for a link field: (name, full name), as far as the caller may see them."""
    asked = dict(parse_object(filters, "filters"))
    show_portal_users = asked.pop("ignore_user_type", None)
    either = dict.fromkeys(("name", "full_name"), ("like", f"%{txt}%"))
    visible = frappe.get_list(
        "User", filters=asked, or_filters=either, pluck="name", limit_page_length=0
    )
    # The kind of an account is of a level that few read; sorting portal users out is no telling.
    kind = {} if show_portal_users else {"user_type": "System User"}
    names = [name for name in visible if name not in ("Guest", "Administrator")]
    rows: list[Any] = frappe.get_all(
        "User",
        filters={"enabled": asked.get("enabled", 1), **kind, "name": ("in", names)},
        fields=["name", "full_name"],
        limit_start=start,
        limit_page_length=page_len,
        order_by="full_name asc",
        as_list=True,
    )
    return rows
