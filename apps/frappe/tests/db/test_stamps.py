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
