"""Decides what a role means for its holders: desk access makes them System Users, a disabled role
is taken away.
"""

from __future__ import annotations

from typing import Any

from ristretto import access
from ristretto.web.listing import filter_rows

import frappe
from frappe import _
from frappe.core.doctype.doctype.permission_checks import AUTOMATIC_ROLES
from frappe.model.document import Document

STANDARD_ROLES = (*AUTOMATIC_ROLES, "System Manager")


class Role(Document):
    """A set of rights."""

    def before_rename(self, old: str, new: str, merge: bool = False) -> None:
        if old in STANDARD_ROLES:
            frappe.throw(_("Role {0} belongs to the framework and cannot be renamed").format(old))

    def validate(self) -> None:
        if self.disabled and self.name in STANDARD_ROLES:
            frappe.throw(
                _("Role {0} belongs to the framework and cannot be disabled").format(self.name)
            )

    def on_update(self) -> None:
        holders = get_users(self.name)
        if self.disabled:
            frappe.db.delete("Has Role", {"role": self.name})
        if self.disabled or self.has_value_changed("desk_access"):
            for name in holders:
                update_user_type(name)
        access.clear()

    def on_trash(self) -> None:
        if self.name in STANDARD_ROLES:
            frappe.throw(
                _("Role {0} belongs to the framework and cannot be deleted").format(self.name)
            )


def get_users(role: str) -> list[str]:
    """Accounts to which the role was given."""
    filters = {"role": role, "parenttype": "User"}
    return list(frappe.get_all("Has Role", filters=filters, pluck="parent", distinct=True))


def update_user_type(name: str) -> None:
    """What a user may open follows from the roles that are left."""
    user = frappe.get_doc("User", name)
    old = user.user_type
    user.set_user_type()
    if user.user_type != old:
        user.db_set("user_type", user.user_type)


def get_info_based_on_role(
    role: str, field: str = "email", ignore_permissions: bool = False
) -> list[str]:
    """One field of every enabled holder of a role."""
    names = get_users(role)
    query = frappe.get_all if ignore_permissions else frappe.get_list
    known = query("User", filters={"name": ("in", names)}, pluck="name") if names else []
    return get_user_info([{"user_name": name} for name in known], field)


def get_user_info(users: list[dict[str, str]], field: str = "email") -> list[str]:
    """One field of those `{"user_name": …}` whose accounts are enabled."""
    names = [each["user_name"] for each in users]
    filters = {"name": ("in", names), "enabled": 1}
    rows = frappe.get_all("User", filters=filters, pluck=field) if names else []
    return [value for value in rows if value]


@frappe.whitelist()
@frappe.read_only()
@frappe.validate_and_sanitize_search_inputs
def role_query(
    doctype: str, txt: str, searchfield: str, start: int, page_len: int, filters: Any = None
) -> Any:
    """Shipped roles whose name holds the text; those only that the caller may see."""
    conditions = [
        ["Role", "name", "like", f"%{txt}%"],
        ["Role", "is_custom", "=", 0],
        *filter_rows(filters, "Role"),
    ]
    return frappe.get_list(
        "Role", limit_start=start, limit_page_length=page_len, filters=conditions, as_list=True
    )
