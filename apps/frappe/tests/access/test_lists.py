"""What lists show and let be searched: child tables, permission levels, link columns (P-CHILD-*,
P-OP-*-secret)."""

from __future__ import annotations

from typing import Any

import pytest
from ristretto import access, query
from ristretto.access.facts import load_row
from ristretto.errors import PermissionError, ValidationError


def kids(user: str, **more: Any) -> list[Any]:
    return query.get_list("PKid", parent_doctype="Perm", user=user, order_by="name", **more)


def test_a_child_list_needs_its_parent(world: Any) -> None:
    """P-CHILD: without a parent, or with a wrong one, 403."""
    reader = world.user("r@x.test", "Reader")

    for arguments in ({}, {"parent_doctype": "Tag"}):
        with pytest.raises(PermissionError):
            query.get_list("PKid", user=reader, **arguments)


def test_a_child_list_shows_rows_of_readable_parents_only(world: Any) -> None:
    """Closed hole (P-CHILD-*, P-SH-1): on stock one readable parent opens all child rows of all
    parents."""
    owner, shared, confined = (
        world.user("o@x.test", "Owner"),
        world.user("s@x.test"),
        world.user("c@x.test", "Full"),
    )
    world.share("Perm", "a", shared, "read")
    world.permit(confined, "Tag", "T1")

    assert kids(owner) == []
    assert kids(shared, pluck="name") == ["ka"]
    assert kids(confined, pluck="name") == ["ka", "kc", "kd", "kg", "ki"]
    assert query.count("PKid", user=shared, parent_doctype="Perm") == 1


def test_a_table_of_a_higher_level_stays_closed(world: Any) -> None:
    """Closed hole: rows of a level-1 table need level 1, in child lists and in dotted columns."""
    reader, level1 = world.user("r@x.test", "Reader"), world.user("l@x.test", "L1R")
    world.act_as(reader)

    assert len(kids(reader)) == 9
    assert len(kids(level1)) == 18
    row = query.get_list(
        "Perm",
        fields=["name", "skids.item as x", "kids.item as y"],
        filters={"name": "a"},
        user=reader,
    )
    assert row == [{"name": "a", "y": "a"}]
    wide = query.get_list(
        "Perm", fields=["name", "skids.item as x"], filters={"name": "a"}, user=level1
    )
    assert wide == [{"name": "a", "x": "sa"}]
    found = query.get_list("Perm", filters=[["PKid", "item", "=", "sa"]], user=reader)
    assert found == []


def test_a_child_row_is_judged_through_its_parent(world: Any) -> None:
    """P-CHILD get kid / get secret kid."""
    reader, owner = world.user("r@x.test", "Reader"), world.user("o@x.test", "Owner")

    assert access.has_permission("PKid", "read", "ka", reader)
    assert access.decide("PKid", "read", "sa", reader).rule == "permlevel"
    assert not access.has_permission("PKid", "read", "ka", owner)
    assert access.decide("PKid", "read", None, reader).rule == "no-parent"


def test_unreadable_fields_are_dropped(world: Any) -> None:
    """P-OP fields_secret, fields_only_secret, fields *: as recorded."""
    reader, level1, selector = (world.user(f"{r}@x.test", r) for r in ("Reader", "L1R", "Selector"))

    def row(user: str, *fields: str, **more: Any) -> Any:
        return query.get_list("Perm", fields=list(fields), filters={"name": "a"}, user=user, **more)

    assert row(reader, "name", "secret") == [{"name": "a"}]
    assert row(reader, "secret") == [{"name": "a"}]
    assert row(reader, "name", "secret", as_list=True) == (("a", None),)
    assert row(level1, "secret") == [{"secret": "s-a"}]
    assert "secret" not in row(reader, "*")[0]
    assert "secret" in row(level1, "*")[0]
    assert row(selector, "name", "title", "owner", "tag") == [{"name": "a", "title": "a"}]
    assert row(reader, "max(secret) as m", "kids.hid") == [{"name": "a"}]
    assert row(reader, "max(secret)", "name") == [{"name": "a"}]


SEARCHES: list[dict[str, Any]] = [
    {"filters": {"secret": "s-a"}},
    {"filters": {"secret": ["like", "s%"]}},
    {"or_filters": {"secret": "x"}},
    {"order_by": "secret asc"},
    {"order_by": "name, `tabPerm`.`secret`"},
    {"group_by": "secret"},
    {"order_by": "max(secret)", "group_by": "name"},
    {"filters": [["PKid", "hid", "=", "x"]]},
]


@pytest.mark.parametrize("arguments", SEARCHES)
def test_an_unreadable_field_cannot_be_searched(world: Any, arguments: dict[str, Any]) -> None:
    """Closed hole (P-OP-*-filter_on_secret, order_by_secret): on stock its value can be found by
    searching."""
    reader, level1 = world.user("r@x.test", "Reader"), world.user("l@x.test", "L1R")

    with pytest.raises(PermissionError, match="may not read the field"):
        query.get_list("Perm", user=reader, **arguments)
    query.get_list("Perm", user=level1, **arguments)
    query.get_list("Perm", user=reader, ignore_permissions=True, **arguments)


def test_a_link_column_shows_readable_targets_only(world: Any) -> None:
    """Closed hole: `link.field` of a record outside the user permissions is empty."""
    user = world.user("c@x.test", "Full")
    world.permit(user, "Tag", "T1", applicable_for="Tag", apply_to_all_doctypes=0)
    world.act_as(user)

    rows = query.get_list(
        "Perm",
        fields=["name", "tag.label as l"],
        filters={"tag": ["in", ["T1", "T2"]]},
        order_by="name",
    )

    assert [(row.name, row.l) for row in rows] == [
        ("a", "T1"),
        ("b", None),
        ("e", "T1"),
        ("h", None),
    ]
    world.redefine("Tag", fields=[{"fieldname": "label", "fieldtype": "Data"}], permissions=[])
    with pytest.raises(PermissionError):
        query.get_list("Perm", fields=["name", "tag.label as l"])


def test_a_user_permission_on_an_unreadable_doctype_opens_nothing(world: Any) -> None:
    """One shared document and a User Permission for the DocType itself do not open the whole
    list.
    """
    user = world.user("s@x.test")
    world.permit(user, "Perm", "b")
    world.share("Perm", "a", user, "read")

    assert query.get_list("Perm", pluck="name", user=user) == ["a"]


def test_a_single_has_no_list(world: Any) -> None:
    """P-SINGLE list: a 500 on stock, a sentence here."""
    world.define("Lonely", issingle=1, fields=[])

    with pytest.raises(ValidationError, match="no list"):
        query.get_list("Lonely")


def test_match_conditions_say_the_same_as_the_list(world: Any) -> None:
    """The SQL text for apps' own queries selects exactly the listed rows."""
    import frappe
    from frappe.model.db_query import match_conditions

    user = world.user("c@x.test", "Full")
    world.permit(user, "Tag", "T1")
    world.permit(user, "Tree", "N1")
    world.share("Perm", "b", user, "read")
    world.act_as(user)

    rows = frappe.db.sql(
        f"select name from `tabPerm` where {match_conditions('Perm')} order by name", pluck=True
    )

    assert rows == query.get_list("Perm", pluck="name", order_by="name")
    assert load_row("Perm", "nope") is None
    assert match_conditions("Perm", "Administrator") == ""
