"""Clauses and statements that only MySQL has, through `frappe.db.sql`; MariaDB runs the same texts as they are."""

from __future__ import annotations

import datetime as dt
from typing import Any

import frappe
import pytest
from ristretto.errors import QueryError

SELECTS = [
    (
        "select group_concat(distinct tag order by tag desc separator ', ') from `tabRow` where tag <> ''",
        "T3, T2, T1",
    ),
    ("select group_concat(name order by label) from `tabTag`", "T3,T2,T1"),
    (
        "select group_concat(name, ':', label separator '; ') from `tabTag` where name < 'T3'",
        "T1:mot; T2:hai",
    ),
    ("select group_concat(distinct kind separator '|') from `tabTag` where kind = 'A'", "A"),
    ("select count(distinct tag, num) from `tabRow` where tag <> ''", 4),
    ("select '2024-01-31' + interval 1 month", "2024-02-29"),
    ("select date_add('2024-01-31', interval -3 month)", "2023-10-31"),
    ("select cast('0001-01-01' as date) - interval 3 month is null or 1", 1),
    ("select convert('7', unsigned) + cast('5' as signed)", 12),
    ("select lpad('7', 3, '0')", "007"),
    ("select rpad('ab', 5, 'xy')", "abxyx"),
    ("select md5('a')", "0cc175b9c0f1b6a831c399e269772661"),
    ("select json_unquote(json_extract('{\"a\": \"x\"}', '$.a'))", "x"),
    ("select length('ăn') + char_length('ăn')", 5),
    ("select elt(2, 'a', 'b')", "b"),
    ("select format(1234.5, 2)", "1,234.50"),
    ("select round(log(10), 3)", 2.303),
    ("select extract(year from '2024-02-03')", 2024),
    ("select name from `tabRow` order by isnull(d), d, name limit 1", "R08"),
    ("select name from `tabRow` where not isnull(tag) and num <=> 1", "R03"),
    ("select if(isnull(tag), 'none', tag) from `tabRow` where name = 'R01'", "none"),
    ("select 1 # a word with ' and (", 1),
    ("select /* group_concat( */ 2 -- 'x", 2),
    ("select 'a # b -- c'", "a # b -- c"),
    ("select name from `tabRow` use index (modified) where name = 'R05'", "R05"),
    ("select 'A' collate utf8mb4_bin = 'a'", 0),
    ("select 7 / 2", 3.5),
    ("select sum(num) / count(*) from `tabRow` where tag = 'T1'", 1.5),
    ("(select 'b' as x) union all (select 'a') order by x limit 1", "a"),
    ("select `Field` from (select 1 as `Field`) x", 1),
]


@pytest.mark.parametrize(("text", "answer"), SELECTS)
def test_a_select(world: Any, text: str, answer: Any) -> None:
    """Clauses inside functions, moved dates, casts and comments read as on MySQL."""
    assert frappe.db.sql(text)[0][0] == answer


DAY, MOMENT = dt.date(2024, 3, 1), dt.datetime(2024, 3, 1)
TYPED = [
    ("select max(d), max(dt) from `tabRow`", (DAY, MOMENT)),
    ("select max(d) as last, min(name) from `tabRow` group by chk order by last", (DAY, "R01")),
    (
        "select ifnull(max(d), ''), date(max(dt)), concat(max(d), '') from `tabRow`",
        ("2024-03-01", DAY, "2024-03-01"),
    ),
    ("select r.name, coalesce(r.d, max(r.d)) from `tabRow` r where name = 'R07'", ("R07", DAY)),
    (
        "select date_format(max(d), '%Y'), last_day(max(d)) from `tabRow`",
        ("2024", dt.date(2024, 3, 31)),
    ),
    ("select max('from'), max(label) from `tabTag`", ("from", "mot")),
    ("select date_add(d, interval 1 day) from `tabRow` where name = 'R04'", (dt.date(2024, 2, 2),)),
    (
        "select d + interval 1 day - interval 1 month as x, max(d - interval 1 day) + interval 1 day"
        " from `tabRow` where name = 'R04'",
        (dt.date(2024, 1, 2), dt.date(2024, 2, 1)),
    ),
    (
        "select '2024-01-31' + interval 1 day, num + 1 from `tabRow` where name = 'R04'",
        ("2024-02-01", 3),
    ),
]


@pytest.mark.parametrize(("text", "row"), TYPED)
def test_dates_that_no_column_declares(world: Any, text: str, row: tuple[Any, ...]) -> None:
    """The largest date is a date, wherever its text would do as well."""
    assert frappe.db.sql(text)[0] == row


def test_a_date_behind_a_star(world: Any) -> None:
    """Columns that are not named do not move the others."""
    rows = frappe.db.sql("select t.*, max(r.d) as d from `tabTag` t, `tabRow` r", as_dict=True)

    assert rows[0].d == DAY
    assert isinstance(rows[0].label, str)


CHANGES = [
    (
        "insert into `tabTag` (name, label) values ('T1', 'x') on duplicate key update label = 'values (y)'",
        "select label from `tabTag` where name = 'T1'",
        [("values (y)",)],
    ),
    (
        "insert into `tabTag` (`name`, `label`) values ('T1', 'u'), ('T8', 'v')"
        " on duplicate key update `label` = values(`label`), kind = 'q'",
        "select name, label, kind from `tabTag` where name in ('T1', 'T8') order by name",
        [("T1", "u", "q"), ("T8", "v", None)],
    ),
    (
        "update `tabRow` r, `tabTag` t set r.txt = t.label, r.sel = concat(t.kind, ',') where r.tag = t.name",
        "select txt, sel from `tabRow` where name in ('R03', 'R05') order by name",
        [("mot", "A,"), ("hai", "B,")],
    ),
    (
        "update `tabRow` inner join `tabTag` t on `tabRow`.tag = t.name set `tabRow`.`txt` = t.name where t.kind = 'B'",
        "select txt from `tabRow` where name in ('R03', 'R05') order by name",
        [("0",), ("T2",)],
    ),
    (
        "delete r from `tabRow` r inner join `tabTag` t on r.tag = t.name where t.kind = 'A'",
        "select count(*), min(name) from `tabRow` where tag <> ''",
        [(1, "R05")],
    ),
    (
        "insert ignore into `tabTag` (name, label) values ('T1', 'x'), ('T7', 'y')",
        "select label from `tabTag` where name in ('T1', 'T7') order by name",
        [("mot",), ("y",)],
    ),
]


@pytest.mark.parametrize(("change", "ask", "rows"), CHANGES)
def test_a_change(world: Any, change: str, ask: str, rows: list[tuple[Any, ...]]) -> None:
    """Upserts, and changes and deletions over a join, touch the rows they mean."""
    frappe.db.sql(change)

    assert list(frappe.db.sql(ask)) == rows


def test_what_tables_and_columns_there_are(world: Any) -> None:
    """`show`, `describe` and the schema's own tables answer under MySQL's names."""
    columns = frappe.db.sql("show columns from `tabTag` like 'lab%'", as_dict=True)
    frappe.db.add_index("Tag", ["kind"])

    assert [each.Field for each in columns] == ["label"]
    assert "label" in [row[0] for row in frappe.db.sql("desc `tabTag`")]
    assert [row[0] for row in frappe.db.sql("show tables like 'tabTag'")] == ["tabTag"]
    named = frappe.db.sql("show index from `tabTag` where Key_name = 'kind_index'", as_dict=True)
    assert [each.Column_name for each in named] == ["kind"]
    text = "select column_name from information_schema.columns where table_name = %s and column_name = 'kind'"
    assert frappe.db.sql(text, "tabTag") == (("kind",),)


def test_a_list_beside_a_question_mark(world: Any) -> None:
    """A `?` in quotes is no place for a value."""
    text = "select name, 'why?' from `tabTag` where name in %s and label <> '?' order by name"

    assert frappe.db.sql(text, (["T1", "T2"],)) == (("T1", "why?"), ("T2", "why?"))


@pytest.mark.parametrize("text", ["select", "select * from", "insert into `tabTag` set"])
def test_what_no_database_understands(world: Any, text: str) -> None:
    """A broken statement is a QueryError, never the driver's own."""
    with pytest.raises(QueryError):
        frappe.db.sql(text)
