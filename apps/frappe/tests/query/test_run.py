"""Periods, limits, counts and compiled statements against Q-SPAN-* and Q-LIM-*."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from ristretto import query
from ristretto.errors import DataError, ValidationError
from ristretto.query.timespan import date_range

TODAY = dt.date(2026, 11, 22)


def names(**arguments: Any) -> list[str]:
    return query.get_list("Row", pluck="name", **{"order_by": "name", **arguments})


SPANS = [
    ("last week", "2026-11-15", "2026-11-21"),
    ("last month", "2026-10-01", "2026-10-31"),
    ("last quarter", "2026-07-01", "2026-09-30"),
    ("last 6 months", "2026-04-01", "2026-09-30"),
    ("last year", "2025-01-01", "2025-12-31"),
    ("yesterday", "2026-11-21", "2026-11-21"),
    ("today", "2026-11-22", "2026-11-22"),
    ("tomorrow", "2026-11-23", "2026-11-23"),
    ("this week", "2026-11-22", "2026-11-28"),
    ("this month", "2026-11-01", "2026-11-30"),
    ("this quarter", "2026-10-01", "2026-12-31"),
    ("this year", "2026-01-01", "2026-12-31"),
    ("next week", "2026-11-29", "2026-12-05"),
    ("next month", "2026-12-01", "2026-12-31"),
    ("next quarter", "2027-01-01", "2027-03-31"),
    ("next 6 months", "2027-01-01", "2027-06-30"),
    ("next year", "2027-01-01", "2027-12-31"),
    # different: stock silently takes these for today
    ("Last Week", "2026-11-15", "2026-11-21"),
    ("last 7 days", "2026-11-15", "2026-11-22"),
    ("next 30 days", "2026-11-22", "2026-12-22"),
]


@pytest.mark.parametrize(("text", "first", "last"), SPANS)
def test_timespan(text: str, first: str, last: str) -> None:
    """Q-SPAN on Sunday 22 November 2026, weeks starting on Sunday."""
    assert date_range(text, TODAY, 6) == (dt.date.fromisoformat(first), dt.date.fromisoformat(last))


@pytest.mark.parametrize("text", ["this decade", "nonsense", "", "this 6 months", "last 8 days"])
def test_an_unknown_timespan_has_no_range(text: str) -> None:
    """A period that nobody knows is not read as today."""
    assert date_range(text, TODAY, 6) is None


def test_timespan_filters_run(world: Any) -> None:
    """A period filter on a Date and on a Datetime field."""
    today = dt.date.today().isoformat()
    world.db.execute(
        "update `tabRow` set `d` = ?, `dt` = ? where `name` = 'R01'",
        (today, f"{today} 23:30:00.000000"),
    )

    for field in ("d", "dt"):
        assert "R01" in names(filters=[[field, "timespan", "this year"]])
        assert names(filters=[[field, "next", "1 year"]]) == []


LIMITS = [
    ({}, 21),
    ({"limit": 5}, 5),
    ({"limit": 0}, 21),
    ({"limit_page_length": 3}, 3),
    ({"page_length": 3}, 3),
    ({"limit": "4"}, 4),
    ({"limit_start": 19}, 21),
    ({"start": 19, "page_length": 10}, 2),
    ({"limit_start": 19, "limit": 10}, 2),
    ({"limit": 5, "page_length": 2}, 5),
    ({"limit": 2.7}, 2),
    ({"limit": None}, 21),
]


@pytest.mark.parametrize(("arguments", "count"), LIMITS)
def test_limits(world: Any, arguments: dict[str, Any], count: int) -> None:
    """Q-LIM: no default limit, and no offset without one."""
    assert len(names(**arguments)) == count


@pytest.mark.parametrize(
    "arguments",
    [
        {"limit": -1},
        {"limit": "abc"},
        {"limit_page_length": "20; drop"},
        {"limit_start": -1, "limit": 3},
    ],
)
def test_a_limit_that_is_no_number_is_refused(world: Any, arguments: dict[str, Any]) -> None:
    """Stock: an SQL error, or silently everything."""
    with pytest.raises(ValidationError, match="number of rows"):
        names(**arguments)


def test_arguments_that_change_what_counts(world: Any) -> None:
    """Inner joins leave out documents without rows, `ignore_ifnull` leaves NULL to SQL, typing errors are errors."""
    field = ["name", "items.item"]

    assert len(query.get_list("Row", fields=field)) == 22
    assert len(query.get_list("Row", fields=field, join="inner join")) == 4
    assert len(names(filters={"tag": ["!=", "T1"]})) == 19
    assert names(filters={"tag": ["!=", "T1"]}, ignore_ifnull=True) == ["R05", "R06", "R07"]
    assert len(names(debug=False, strict=True, ignore_ddl=True)) == 21
    with pytest.raises(TypeError, match="filter"):
        names(filter={"num": 5})


def test_count_and_shapes(world: Any) -> None:
    """Counting counts documents, not joined rows; shapes of the answer."""
    assert query.count("Row", {"num": 5}) == 14
    assert query.count("Row", [["Kid", "item", "in", ["a", "b"]]]) == 2
    assert query.count("Row", {"num": 5}, limit=10) == 10
    assert query.get_list("Row", fields=["name", "num"], filters={"name": "R03"}, as_list=True) == (
        ("R03", 1),
    )
    assert query.get_list("Row", {"name": "R03"}, ["name"]) == [{"name": "R03"}]
    with pytest.raises(DataError):
        query.get_list("Row", pluck="nope")


def test_statements_are_compiled_once_per_shape(world: Any) -> None:
    """Queries that differ in values alone share one compiled statement."""
    from ristretto.query.build import _compiled

    names(filters={"num": 1, "name": ["in", ["R01", "R02", "R03"]]})
    before = _compiled.cache_info().misses
    names(filters={"num": 7, "name": ["in", ["R04", "R05", "R06", "R07"]]})

    assert _compiled.cache_info().misses == before


def test_the_mariadb_dialect_renders_the_same_shapes(world: Any) -> None:
    """The same Spec compiles for MariaDB; only the text differs."""
    from ristretto.query.build import to_sql
    from ristretto.query.values import Values

    many = [f"X{number}" for number in range(2_000)]
    filters = {"tag": "T1", "txt": ["like", "%a%"], "name": ["in", many]}
    spec = Values("Row", filters).spec(["name", "tag.label"], limit=3)
    sql, params = to_sql(spec, "mariadb")

    assert "`tabRow`.name" in sql
    assert "LIMIT" in sql
    assert "JSON_TABLE" in sql
    assert "fold(" not in sql
    assert len(params) == sql.count("%s") + sql.count("?")


def test_a_very_long_list_of_names(world: Any) -> None:
    """Forty thousand values are one parameter, not more than a statement can take."""
    many = [f"X{number}" for number in range(40_000)]

    assert names(filters={"name": ["in", [*many, "r03"]]}) == ["R03"]
    assert len(names(filters={"name": ["not in", [*many, "R03"]]})) == 20
    assert names(filters={"num": ["in", [*range(100, 5_000), 2]]}) == ["R04"]
    assert query.values("Row", [*many, "R04"]) == [("R04",)]
