"""Rights by role: automatic roles, shapes, reasons, levels. The observed table of roles is replayed in tests/parity."""

from __future__ import annotations

from typing import Any

import pytest
from ristretto import access
from ristretto.access.facts import load_row
from ristretto.errors import PermissionError

RIGHTS = [
    "read",
    "write",
    "create",
    "delete",
    "submit",
    "cancel",
    "amend",
    "report",
    "export",
    "share",
    "print",
    "email",
    "select",
]


def test_administrator_guest_and_website_users(world: Any) -> None:
    """Administrator may everything, Guest and a user without roles nothing."""
    web = world.user("web@x.test", user_type="Website User")

    assert all(access.has_permission("Perm", right, None, "Administrator") for right in RIGHTS)
    assert not any(
        access.has_permission("Perm", right, None, name)
        for right in RIGHTS
        for name in ("Guest", web)
    )


def test_roles(world: Any) -> None:
    """P-ROLE: the automatic roles; a name that does not exist has All and Guest."""
    desk = world.user("desk@x.test", "Reader")
    web = world.user("web@x.test", user_type="Website User")
    world.insert("Role", "Reader")

    assert access.roles("Guest") == ["Guest"]
    assert sorted(access.roles(desk)) == ["All", "Desk User", "Guest", "Reader"]
    assert sorted(access.roles(web)) == ["All", "Guest"]
    assert sorted(access.roles("nobody@x.test")) == ["All", "Guest"]
    assert "Reader" in access.roles("Administrator")


def test_role_permissions_have_frappes_shape(world: Any) -> None:
    """P-RPC-none-get_doc_permissions, and the if_owner part."""
    nobody, owner = world.user("n@x.test"), world.user("o@x.test", "Owner")
    meta = world.context.site.cache("metas")["Perm"]

    found = access.role_permissions(meta, nobody)
    assert found["if_owner"] == {}
    assert found["has_if_owner_enabled"] is False
    assert {found[right] for right in access.RIGHTS} == {0}
    assert access.role_permissions(meta, owner, True)["if_owner"] == {
        "read": 1,
        "write": 1,
        "delete": 1,
    }
    assert access.role_permissions(meta, owner)["read"] == 1


def test_a_right_that_the_doctype_does_not_offer(world: Any) -> None:
    """Submit needs a submittable DocType, import an importable one; the refusal says so."""
    user = world.user("sm@x.test", "System Manager")
    world.redefine(
        "Plain",
        fields=[],
        permissions=[{"role": "System Manager", "permlevel": 0, "submit": 1, "import": 1}],
    )

    for right in ("submit", "import"):
        answer = access.decide("Plain", right, None, user)
        assert (answer.allowed, answer.rule) == (False, "not-offered")


def test_a_refusal_names_its_rule(world: Any) -> None:
    """`require` raises PermissionError with a rule that API and screens can show."""
    reader = world.user("r@x.test", "Reader")
    owner = world.user("o@x.test", "Owner")

    with pytest.raises(PermissionError, match=r"no role of r@x\.test gives write") as refused:
        access.require("Perm", "write", load_row("Perm", "a"), reader)
    assert refused.value.details["rule"] == "no-role-right"
    assert access.decide("Perm", "write", load_row("Perm", "a"), owner).rule == "not-owner"


LEVELS = [
    ("Reader", {0}, {0} - {0}),
    ("L1R", {0, 1}, {0}),
    ("L1W", {0, 1}, {0, 1}),
    ("L1WO", {0}, {0, 1}),
    ("System Manager", {0, 1}, {0, 1}),
    ("None", set(), set()),
]


@pytest.mark.parametrize(("role", "read", "write"), LEVELS)
def test_permission_levels(world: Any, role: str, read: set[int], write: set[int]) -> None:
    """Levels at which a role reads and writes."""
    user = world.user("l@x.test", role)
    meta = world.context.site.cache("metas")["Perm"]

    assert access.permlevels(meta, "read", user) == read
    assert access.permlevels(meta, "write", user) == write
