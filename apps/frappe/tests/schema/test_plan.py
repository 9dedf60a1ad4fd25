"""The steps from a table to its definition. Pure: snapshots in, steps out."""

from __future__ import annotations

import pytest
from ristretto.meta import build_meta
from ristretto.schema.plan import (
    AddColumn,
    ChangeColumn,
    CreateIndex,
    CreateTable,
    DropIndex,
    Snapshot,
    is_change,
    plan,
    wanted_columns,
)


def meta(*fields: dict, **more):
    return build_meta({"name": "Thing", "fields": list(fields), **more})


def as_built(definition) -> Snapshot:
    """What the database holds after the plan was applied."""
    columns = {
        "name": "varchar(140)",
        **{name: column.type for name, column in wanted_columns(definition).items()},
    }
    indexes = {
        step.name: (step.columns, step.unique)
        for step in plan(definition, Snapshot())
        if isinstance(step, CreateIndex)
    }
    return Snapshot(columns, indexes)


A = {"fieldname": "a", "fieldtype": "Data"}


def test_a_new_table_and_nothing_the_second_time():
    """The first plan makes table and indexes, the second is empty."""
    definition = meta(A, {"fieldname": "u", "fieldtype": "Data", "unique": 1})
    first = plan(definition, Snapshot())

    assert isinstance(first[0], CreateTable)
    assert [step.name for step in first[1:]] == ["ix_tabThing_modified", "ux_tabThing_u"]
    assert plan(definition, as_built(definition)) == []


def test_missing_columns_are_added_and_foreign_ones_stay():
    """A column nobody defines any more is left alone."""
    held = as_built(meta(A))
    held.columns["old"] = "varchar(140)"
    steps = plan(meta(A, {"fieldname": "b", "fieldtype": "Int"}), held)

    assert [(type(step), step.name) for step in steps] == [(AddColumn, "b")]


@pytest.mark.parametrize(
    ("was", "wanted", "changes"),
    [
        ("varchar(140)", "varchar(200)", True),
        ("varchar(200)", "varchar(140)", False),
        ("varchar(140)", "text", True),
        ("longtext", "varchar(140)", False),
        ("text", "longtext", True),
        ("int(11)", "bigint(20)", True),
        ("bigint(20)", "int(11)", False),
        ("int(11)", "varchar(140)", True),
        ("varchar(140)", "date", True),
        ("decimal(21,9)", "decimal(21,9)", False),
    ],
)
def test_columns_widen_or_convert_but_never_shrink(was, wanted, changes):
    """A narrower wish is ignored, another type is a change."""
    assert is_change(was, wanted) is changes


def test_a_changed_type_is_one_step():
    """Int to Data plans exactly one change of that column."""
    steps = plan(
        meta({"fieldname": "a", "fieldtype": "Data"}),
        as_built(meta({"fieldname": "a", "fieldtype": "Int"})),
    )

    assert [(type(step), step.name, step.was) for step in steps] == [(ChangeColumn, "a", "int(11)")]


def test_a_unique_index_comes_and_goes():
    """Unique is added and dropped with the property; plain indexes stay."""
    unique, plain = meta({**A, "unique": 1}), meta(A)

    assert plan(plain, as_built(unique)) == [DropIndex("tabThing", "ux_tabThing_a")]
    assert plan(unique, as_built(plain)) == [CreateIndex("tabThing", "ux_tabThing_a", ("a",), True)]


@pytest.mark.parametrize("kind", ["issingle", "is_virtual"])
def test_kinds_without_a_table(kind):
    """Singles and virtual DocTypes need no statement."""
    assert plan(meta(A, **{kind: 1}), Snapshot()) == []
