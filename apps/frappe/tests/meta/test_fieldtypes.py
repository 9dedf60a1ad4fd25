"""Columns, casting and refusals of every fieldtype."""

from __future__ import annotations

import datetime as dt

import pytest
from ristretto.meta import Field
from ristretto.meta.constants import DATA_FIELDTYPES, NO_VALUE_FIELDTYPES
from ristretto.meta.fieldtypes import REGISTRY, get_fieldtype

# DocType saves refuse Long Int; bigint comes from Int with a length over 11.
NOT_A_FIELDTYPE = {"Long Int"}


def test_every_fieldtype_of_the_contract_exists_once():
    """The registry holds exactly the names of the contract."""
    assert set(REGISTRY) == {*DATA_FIELDTYPES, *NO_VALUE_FIELDTYPES} - NOT_A_FIELDTYPE


@pytest.mark.parametrize(
    ("fieldtype", "more", "column"),
    [
        ("Data", {}, "varchar(140)"),
        ("Data", {"length": 20}, "varchar(20)"),
        ("Link", {}, "varchar(140)"),
        ("Int", {}, "int(11)"),
        ("Int", {"length": 20}, "bigint(20)"),
        ("Int", {"length": 3}, "int(3)"),
        ("Check", {}, "int(1)"),
        ("Float", {}, "decimal(21,9)"),
        ("Currency", {}, "decimal(21,9)"),
        ("Duration", {}, "decimal(21,9)"),
        ("Rating", {}, "decimal(3,2)"),
        ("Small Text", {}, "text"),
        ("Long Text", {}, "longtext"),
        ("Text Editor", {}, "longtext"),
        ("Date", {}, "date"),
        ("Datetime", {}, "datetime(6)"),
        ("Time", {}, "time(6)"),
        ("Table", {}, None),
        ("Button", {}, None),
    ],
)
def test_columns(fieldtype, more, column):
    """Each fieldtype has the column type of the contract, display types have none."""
    found = Field({"fieldname": "x", "fieldtype": fieldtype, **more}).column

    assert (found.type if found else None) == column


def test_virtual_fields_have_no_column():
    """A virtual field is computed, never stored."""
    assert Field({"fieldname": "x", "fieldtype": "Data", "is_virtual": 1}).column is None


@pytest.mark.parametrize(
    ("fieldtype", "default", "expected"),
    [
        ("Int", "5", 5),
        ("Int", None, 0),
        ("Check", "1", 1),
        ("Float", "1.5", 1.5),
        ("Data", "x", "x"),
        ("Data", "__user", None),
        ("Data", "Today", None),
        ("Data", ":Company", None),
    ],
)
def test_column_defaults(fieldtype, default, expected):
    """Static defaults reach the column, those that depend on the moment do not."""
    assert (
        Field({"fieldname": "x", "fieldtype": fieldtype, "default": default}).column.default
        == expected
    )


@pytest.mark.parametrize(
    ("fieldtype", "value", "expected"),
    [
        ("Int", "1.9", 1),
        ("Int", True, 1),
        ("Check", 7, 1),
        ("Check", "false", 0),
        ("Float", "1,234.5", 1234.5),
        ("Float", 1 / 3, 0.333333333),
        ("Rating", 3, 1.0),
        ("Rating", -1, 0.0),
        ("Date", "20260102", dt.date(2026, 1, 2)),
        ("Datetime", dt.date(2026, 1, 2), dt.datetime(2026, 1, 2)),
        ("Time", "08:30", dt.timedelta(hours=8, minutes=30)),
        ("Date", "", None),
        ("JSON", {"a": 1}, '{"a":1}'),
        ("Duration", "", None),
    ],
)
def test_casting(fieldtype, value, expected):
    """A readable value becomes the stored one."""
    assert get_fieldtype(fieldtype).cast(value) == expected


@pytest.mark.parametrize(
    ("fieldtype", "value"),
    [
        ("Int", "abc"),
        ("Int", []),
        ("Check", "maybe"),
        ("Float", "1.2.3"),
        ("Float", "inf"),
        ("Float", "nan"),
        ("Date", "31/12/2026"),
        ("Date", "2026-13-01"),
        ("Datetime", "2026-01-01T00:00:00Z"),
        ("Datetime", "soon"),
        ("Time", "25:61"),
        ("Rating", "good"),
        ("JSON", "{"),
        ("Duration", "long"),
    ],
)
def test_unreadable_values_are_named(fieldtype, value):
    """What cannot be read is a problem, never another value."""
    assert get_fieldtype(fieldtype).problem(value)


def test_an_unknown_fieldtype_is_short_text():
    """Old definitions must still open."""
    assert (
        get_fieldtype("Gone").column(Field({"fieldname": "x", "fieldtype": "Gone"})).type
        == "varchar(140)"
    )
