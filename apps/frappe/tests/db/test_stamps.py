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


def test_a_change_of_one_definition_keeps_the_others_in_mind(fresh_site):
    """Within the transaction that makes it; its own definition is read anew."""
    with connected(fresh_site) as context:
        user, todo = metas.get_meta("User"), metas.get_meta("ToDo")
        add_field()
        assert metas.get_meta("User") is user
        assert metas.get_meta("ToDo") is not todo
        frappe.clear_cache()
        assert metas.get_meta("User") is not user
        context.db.rollback()
        assert metas.get_meta("ToDo") is todo


def test_a_savepoint_takes_back_what_was_read_since(fresh_site, other):
    """A field that never came to be is known to nobody; the next one is, elsewhere too."""
    fields(other)
    with connected(fresh_site) as context:
        context.db.savepoint("before")
        add_field()
        assert metas.get_meta("ToDo").has_field("extra")
        context.db.rollback_to("before")
        assert not metas.get_meta("ToDo").has_field("extra")
        add_field()
        context.db.commit()

    assert "extra" in fields(other)


def test_an_account_or_a_share_is_no_change_of_definitions(fresh_site, other):
    """Definitions stay in mind everywhere; rights are asked for anew everywhere."""
    fields(other)
    known = other.cache("metas")
    with connected(fresh_site) as context:
        person = {"doctype": "User", "email": "new@example.com", "first_name": "New"}
        frappe.get_doc({**person, "send_welcome_email": 0}).insert()
        card = frappe.get_doc({"doctype": "Contact", "first_name": "x"}).insert()
        context.db.commit()
        assert not may_read("new@example.com", card.name)

    with connected(other):
        assert not may_read("new@example.com", card.name)
    with connected(fresh_site) as context:
        frappe.share.add("Contact", card.name, "new@example.com", read=1)
        context.db.commit()
    with connected(other) as context:
        assert may_read("new@example.com", card.name)
        assert context.site.cache("metas") is known


def may_read(user: str, name: str) -> bool:
    return bool(frappe.has_permission("Contact", "read", name, user=user))
