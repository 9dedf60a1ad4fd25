"""Whatever roles a person holds and wherever: what the list shows is what the record check opens."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from access_world import World, in_site
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from iso_qms.access import roles
from iso_qms.tests.factories import make_staff

PLACES = ("a", "b", "d", "p")


@st.composite
def places(draw: Any) -> dict[str, list[str]]:
    """Up to two places, each with some roles."""
    keys = draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=2, unique=True))
    held = st.lists(st.sampled_from(roles.ALL_ROLES), min_size=1, max_size=3, unique=True)
    return {key: draw(held) for key in keys}


@pytest.mark.slow
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(held=places())
def test_the_list_shows_what_the_record_opens(world: World, held: dict[str, list[str]]) -> None:
    """visible list == {record: may read it}, for every DocType, for random roles in random places."""
    with in_site(world.site, "write") as context:
        email, user = f"{frappe.generate_hash(length=8)}@example.org", None
        for key, names in held.items():
            # A second place of the same person: the same address.
            user = make_staff(world.agencies[key], *names, email=email).user
        assert user == email
        for doctype in world.doctypes():
            names = frappe.get_all(doctype, pluck="name")
            readable = {
                n for n in names if frappe.has_permission(doctype, "read", doc=n, user=user)
            }
            assert _listed(doctype, user) == readable, (held, doctype)
        context.db.rollback()


def _listed(doctype: str, user: str | None) -> set[str]:
    frappe.set_user(user)
    try:
        return set(frappe.get_list(doctype, pluck="name", limit_page_length=0))
    except frappe.PermissionError:
        return set()
    finally:
        frappe.set_user("Administrator")
