"""Role Profile and Module Profile: what a profile says holds for its users from the moment it is saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
import pytest
from frappe.core.doctype.role.role import get_info_based_on_role, get_user_info, role_query
from frappe.desk.allowed import allowed_modules

pytestmark = pytest.mark.usefixtures("ctx")
Make = Callable[..., str]


def roles_of(user: str) -> list[str]:
    return sorted(row.role for row in frappe.get_doc("User", user).roles)


def profile(*roles: str) -> Any:
    rows = [{"role": role} for role in roles]
    values = {"doctype": "Role Profile", "role_profile": "Clerks", "roles": rows}
    return frappe.get_doc(values).insert()


def test_a_role_profile_overwrites_roles(make_user: Make, make_role: Make) -> None:
    """Roles given by hand go; a change of the profile reaches its users; others stay as they are."""
    for role in ("Clerk", "Typist", "Helper"):
        make_role(role)
    user, other = make_user("Helper"), make_user("Helper")
    clerks = profile("Clerk", "Typist")
    doc = frappe.get_doc("User", user)
    doc.role_profile_name = "Clerks"
    doc.save()
    assert roles_of(user) == ["Clerk", "Typist"]

    doc.add_roles("Helper")
    assert roles_of(user) == ["Clerk", "Typist"]
    clerks.set("roles", [{"role": "Helper"}])
    clerks.save()

    assert (roles_of(user), roles_of(other)) == (["Helper"], ["Helper"])
    assert "Clerk" not in frappe.get_roles(user)


def test_a_role_profile_decides_the_kind_of_account(make_user: Make, make_role: Make) -> None:
    """Without a role with desk access nobody is a System User."""
    make_role("Visitor", desk_access=0)
    clerks = profile("System Manager")
    user = make_user(role_profile_name="Clerks")
    assert frappe.db.get_value("User", user, "user_type") == "System User"

    clerks.set("roles", [{"role": "Visitor"}])
    clerks.save()

    assert frappe.db.get_value("User", user, "user_type") == "Website User"


def test_an_account_with_a_profile_needs_level_one(make_user: Make, make_role: Make) -> None:
    """Nobody takes roles by writing a profile into the own account: the field is of level 1."""
    profile("System Manager")
    user = make_user(make_role("Clerk"))
    frappe.set_user(user)
    doc = frappe.get_doc("User", user)
    doc.role_profile_name = "Clerks"
    doc.save()

    frappe.set_user("Administrator")
    assert roles_of(user) == ["Clerk"]


def test_a_module_profile_hides_modules(make_user: Make) -> None:
    """Its users do not see them, from the moment that profile or account is saved."""
    user = make_user("System Manager")
    assert {"Core", "Desk"} <= allowed_modules(user)
    values = {"doctype": "Module Profile", "module_profile_name": "Narrow"}
    narrow = frappe.get_doc({**values, "block_modules": [{"module": "Core"}]}).insert()
    doc = frappe.get_doc("User", user)
    doc.module_profile = narrow.name
    doc.save()
    assert doc.get_blocked_modules() == ["Core"]
    assert "Core" not in allowed_modules(user)

    narrow.set("block_modules", [{"module": "Desk"}])
    narrow.save()

    assert frappe.get_doc("User", user).get_blocked_modules() == ["Desk"]
    assert {"Core"} <= allowed_modules(user)
    assert "Desk" not in allowed_modules(user)


def test_people_of_a_role(make_user: Make, make_role: Make) -> None:
    """One field of the enabled holders; the search for roles shows those that the caller may see."""
    role = make_role("Clerk")
    user, off = make_user(role), make_user(role)
    frappe.db.set_value("User", off, "enabled", 0)

    assert get_info_based_on_role(role) == [user]
    assert get_user_info([{"user_name": user}, {"user_name": off}], "first_name") == [
        user.split("@")[0]
    ]
    assert get_user_info([]) == []
    assert [row[0] for row in role_query("Role", "Cler", "name", 0, 10, None)] == [role]
