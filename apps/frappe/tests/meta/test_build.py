"""Definitions with customisations laid over them. Pure: no site needed."""

from __future__ import annotations

import pytest
from ristretto.meta import build_meta

BASE = {
    "name": "Thing",
    "module": "Core",
    "fields": [
        {"fieldname": "a", "fieldtype": "Data", "label": "A", "idx": 1},
        {"fieldname": "b", "fieldtype": "Int", "label": "B", "idx": 2},
        {"fieldname": "rows", "fieldtype": "Table", "options": "Row", "idx": 3},
    ],
    "permissions": [{"role": "Clerk", "read": 1}],
}


def names(**layers: list[dict]) -> list[str]:
    return [field.fieldname for field in build_meta(BASE, **layers).fields]


def test_custom_fields_stand_behind_the_field_they_name():
    """`insert_after` may name another custom field, in any order of the rows; unknown names go last."""
    custom = [
        {"fieldname": "z", "fieldtype": "Data", "insert_after": "y"},
        {"fieldname": "y", "fieldtype": "Data", "insert_after": "a"},
        {"fieldname": "lost", "fieldtype": "Data", "insert_after": "nowhere"},
        {"fieldname": "later", "fieldtype": "Data", "insert_after": "a"},
    ]

    assert names(custom_fields=custom) == ["a", "y", "z", "later", "b", "rows", "lost"]


def test_a_field_order_wins():
    """The `field_order` setter decides; fields it does not name follow their `insert_after`."""
    order = {
        "doctype_or_field": "DocType",
        "property": "field_order",
        "value": '["b", "a"]',
        "property_type": "Data",
    }

    assert names(property_setters=[order])[:2] == ["b", "a"]


def test_property_setters_change_fields_and_the_doctype():
    """Values are typed by `property_type`."""
    setters = [
        {
            "doctype_or_field": "DocField",
            "field_name": "a",
            "property": "reqd",
            "value": "1",
            "property_type": "Check",
        },
        {
            "doctype_or_field": "DocField",
            "field_name": "b",
            "property": "label",
            "value": "Beh",
            "property_type": "Data",
        },
        {
            "doctype_or_field": "DocType",
            "property": "title_field",
            "value": "a",
            "property_type": "Data",
        },
    ]
    meta = build_meta(BASE, property_setters=setters)

    assert (meta.field("a").reqd, meta.field("b").label, meta.title_field) == (1, "Beh", "a")


def test_custom_permissions_replace_all_standard_ones():
    """One Custom DocPerm is enough to put every shipped row aside."""
    meta = build_meta(BASE, custom_perms=[{"role": "Boss", "read": 1, "write": 1}])

    assert [(perm.role, perm.read, perm.delete) for perm in meta.permissions] == [("Boss", 1, 0)]


def test_columns_by_kind():
    """Ordinary, child and single DocTypes have the columns the contract gives them."""
    plain = build_meta(BASE).valid_columns
    child = build_meta({**BASE, "istable": 1}).valid_columns
    single = build_meta({**BASE, "issingle": 1}).valid_columns

    assert plain[:7] == ("name", "creation", "modified", "modified_by", "owner", "docstatus", "idx")
    assert {"_user_tags", "_assign"} < set(plain)
    assert {"parent", "parenttype", "parentfield"} == set(child) - set(plain)
    assert single == ("a", "b")


def test_metadata_is_frozen():
    """Nobody changes a definition in memory; the refusal says where to change it."""
    meta = build_meta(BASE)
    with pytest.raises(AttributeError, match="change the record"):
        meta.field("a").reqd = 1
    with pytest.raises(AttributeError, match="frozen"):
        meta.title_field = "a"


def test_rows_are_found_by_filters():
    """`meta.get("fields", {...})` filters like Frappe's."""
    meta = build_meta(BASE)

    assert [
        field.fieldname for field in meta.get("fields", {"fieldtype": ("in", ["Int", "Table"])})
    ] == ["b", "rows"]
    assert [field.fieldname for field in meta.get("fields", {"fieldtype": "Data"})] == ["a"]
    assert [field.fieldname for field in meta.get("fields", filters={"fieldname": "a"})] == ["a"]
