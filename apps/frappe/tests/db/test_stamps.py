"""Processes agree on metadata: changes are private until committed, then seen by all."""

from __future__ import annotations

import frappe
import pytest
from ristretto.context import Site
from ristretto.db import metas, pool
from ristretto.db.connect import connected


@pytest.fixture
def other(fresh_site) -> Site:
    """The same site as another process sees it."""
    return Site(fresh_site.name, fresh_site.sites_path)


def fields(site: Site) -> list[str]:
    with connected(site):
        return [field.fieldname for field in metas.get_meta("ToDo").fields]


def add_field() -> None:
    frappe.get_doc(
        {
            "doctype": "Custom Field",
            "dt": "ToDo",
            "fieldname": "extra",
            "label": "Extra",
            "fieldtype": "Data",
        }
    ).insert()


def test_a_committed_change_reaches_the_other_process(fresh_site, other):
    """The other process sees the new field at its next request, without being told."""
    assert "extra" not in fields(other)
    with connected(fresh_site) as context:
        add_field()
        context.db.commit()

    assert "extra" in fields(other)
    assert "extra" in fields(fresh_site)


def test_an_uncommitted_change_is_seen_only_where_it_was_made(fresh_site, other):
    """Private until the commit, gone after a rollback."""
    with connected(fresh_site) as context:
        before = context.site.cache("metas")
        add_field()
        assert metas.get_meta("ToDo").has_field("extra")
        assert context.site.cache("metas") is not before
        context.db.rollback()
        assert not metas.get_meta("ToDo").has_field("extra")

    pool.close_all()
    assert "extra" not in fields(other)
    assert "extra" not in fields(fresh_site)


def roles_of(site: Site, user: str) -> list[str]:
    with connected(site):
        return frappe.get_roles(user)


def grant(user: str, role: str) -> None:
    frappe.db.sql(
        "insert into `tabHas Role` (name, parent, parenttype, parentfield, role)"
        " values (%s, %s, 'User', 'roles', %s)",
        (f"{user}-{role}", user, role),
    )


def test_a_role_written_in_sql_reaches_the_other_process(fresh_site, other):
    """No code announces it: the connection itself hears of the write."""
    assert "System Manager" not in roles_of(other, "Guest2")
    with connected(fresh_site) as context:
        grant("Guest2", "System Manager")
        assert "System Manager" in frappe.get_roles("Guest2")
        context.db.commit()
        assert "System Manager" in frappe.get_roles("Guest2")

    assert "System Manager" in roles_of(other, "Guest2")
    assert "System Manager" in roles_of(fresh_site, "Guest2")


def test_what_is_rolled_back_was_never_remembered(fresh_site, other):
    """A role of a transaction that did not commit is known to nobody after it, here least of all."""
    with connected(fresh_site) as context:
        grant("Guest2", "System Manager")
        assert "System Manager" in frappe.get_roles("Guest2")
        context.db.rollback()
        assert "System Manager" not in frappe.get_roles("Guest2")

    assert "System Manager" not in roles_of(fresh_site, "Guest2")
    assert "System Manager" not in roles_of(other, "Guest2")


def test_a_write_after_a_savepoint_was_taken_back_counts_too(fresh_site, other):
    """The number goes back with the savepoint, so the next write must count again."""
    roles_of(other, "Guest2")
    with connected(fresh_site) as context:
        context.db.savepoint("before")
        grant("Guest2", "System Manager")
        context.db.rollback_to("before")
        grant("Guest2", "Script Manager")
        context.db.commit()

    assert {"System Manager", "Script Manager"} & set(roles_of(other, "Guest2")) == {
        "Script Manager"
    }


def test_facts_are_shared_under_one_number_only(fresh_site):
    """A request that began under an earlier number keeps what it knew; nobody else is given that."""
    first = fresh_site.facts_at((1, 1))
    first["who"] = "earlier"

    assert fresh_site.facts_at((1, 2)) == {}
    assert fresh_site.facts_at((1, 1)) is first
