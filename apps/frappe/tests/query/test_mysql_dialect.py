"""SQL text in MySQL's dialect through `frappe.db.sql`, and queries built with `frappe.qb`."""

from __future__ import annotations

import datetime as dt
from typing import Any

import frappe
import pytest
from frappe.query_builder import Case, Criterion, Interval, Order
from frappe.query_builder.functions import (
    Coalesce,
    Concat_ws,
    Count,
    Date,
    DateFormat,
    GroupConcat,
    IfNull,
    Locate,
    Max,
    Now,
    Sum,
)

TEXTS = [
    ("select date_format('2024-02-03', '%Y-%m')", "2024-02"),
    ("select date_format('2024-02-03', '%%Y') where 1 = %s", "2024"),
    ("select ifnull(null, 'x')", "x"),
    ('select if(1 > 2, "a", "b")', "b"),
    ("select concat('a', 1, 'b')", "a1b"),
    ("select concat_ws('-', 'a', null, 'b')", "a-b"),
    ("select timestampdiff(month, '2024-01-31', '2024-03-30')", 1),
    ("select datediff('2024-03-01', '2024-02-28')", 2),
    ("select locate('b', 'abc')", 2),
    ("select quarter('2024-11-22')", 4),
    ("select date_add('2024-01-31', interval 1 month)", "2024-02-29"),
    ("select date_sub('2024-03-01', interval 1 day)", "2024-02-29"),
    ("select date(d) + interval 1 day from `tabRow` where name = 'R03'", dt.date(2024, 2, 1)),
    ("select 'Kiểm tra' regexp '^kiểm'", 1),
    ("select left('abc', 2)", "ab"),
    ("select substring_index('a.b.c', '.', 2)", "a.b"),
    ("select field('b', 'a', 'b')", 2),
    ("select json_extract('{\"a\": 5}', '$.a') + 1", 6),
    ("select unix_timestamp('1970-01-02') > 0", 1),
    ("select 'it\\'s'", "it's"),
    ("select group_concat(name separator '; ') from `tabTag` where name in ('T1', 'T2')", "T1; T2"),
    ("select char_length('Đá')", 2),
    ("select greatest(1, 3, 2)", 3),
]


@pytest.mark.parametrize(("text", "answer"), TEXTS)
def test_mysql_text_runs(world: Any, text: str, answer: Any) -> None:
    """Functions and forms that apps write for MariaDB answer the same."""
    values = (1,) if "%s" in text else ()

    found = frappe.db.sql(text, values)

    assert found[0][0] == answer


def test_shapes_of_sql(world: Any) -> None:
    """Tuples, dicts, lists, one column; lists of values expand."""
    text = "select `name`, `num` from `tabRow` where `name` in %(names)s order by `name`"
    values = {"names": ("R03", "R04")}

    assert frappe.db.sql(text, values) == (("R03", 1), ("R04", 2))
    assert frappe.db.sql(text, values, as_dict=True)[0].num == 1
    assert frappe.db.sql(text, values, as_list=1) == [["R03", 1], ["R04", 2]]
    assert frappe.db.sql(text, values, pluck=True) == ["R03", "R04"]
    assert frappe.db.sql_list(text, values) == ["R03", "R04"]
    assert frappe.db.sql("select d from tabRow where name = %s", "R03")[0][0] == dt.date(
        2024, 1, 31
    )
    assert frappe.db.multisql({"mariadb": "select 1", "postgres": "select 2"}) == ((1,),)


def test_qb_selects(world: Any) -> None:
    """The forms that business apps use most."""
    row, tag = frappe.qb.DocType("Row"), frappe.qb.DocType("Tag")

    joined = (
        frappe.qb.from_(row)
        .left_join(tag)
        .on(row.tag == tag.name)
        .select(row.name, tag.label.as_("label"))
        .where((row.num > 0) & row.tag.isin(["T1", "T3"]))
        .orderby(row.num, order=Order.desc)
        .limit(2)
    ).run(as_dict=True)
    grouped = (
        frappe.qb.from_(row)
        .select(row.tag, Count(row.name), Sum(row.num))
        .where(row.tag.like("T%"))
        .groupby(row.tag)
        .orderby(row.tag)
    ).run()
    case = Case().when(row.num > 5, "big").else_("small")

    assert [(each.name, each.label) for each in joined] == [("R06", "ba"), ("R04", "mot")]
    assert grouped == (("T1", 2, 3), ("T2", 1, -1), ("T3", 1, 10))
    assert frappe.qb.from_(row).select(case).where(row.name == "R06").run(pluck=True) == ["big"]
    assert frappe.qb.from_("Row").select(Max(row.d)).run()[0][0] is not None
    assert frappe.qb.from_(row).select(row.name).where(
        row.d[dt.date(2024, 2, 1) : dt.date(2024, 2, 28)]
    ).run(pluck=True) == ["R04", "R05"]
    assert frappe.qb.from_(row).select(row.name).where(
        Criterion.any([row.name == "R01", row.txt.isnull()])
    ).run(pluck=True) == ["R01"]


def test_qb_functions(world: Any) -> None:
    """Functions under Frappe's names."""
    row = frappe.qb.DocType("Row")
    query = (
        frappe.qb.from_(row)
        .where(row.name == "R03")
        .select(
            IfNull(row.sel, "-"),
            Coalesce(row.node, "x"),
            Concat_ws("-", row.name, row.num),
            DateFormat(row.d, "%Y-%m"),
            Date(row.dt),
            Locate("0", row.txt),
            GroupConcat(row.name),
        )
    )

    day = dt.date(2024, 1, 31)
    assert query.run() == (("x", "Root", "R03-1", "2024-01", day, 1, "R03"),)
    assert (
        frappe.qb.from_(row).select(row.name).where(row.creation < Now() + Interval(days=1)).run()
    )


def test_qb_writes(world: Any) -> None:
    """Update, insert and delete."""
    tag = frappe.qb.DocType("Tag")

    frappe.qb.update(tag).set(tag.label, "it's \\ 50%").where(tag.name == "T1").run()
    frappe.qb.into(tag).columns("name", "label").insert("T9", "neu").run()

    assert frappe.db.get_value("Tag", "T1", "label") == "it's \\ 50%"
    assert frappe.db.get_value("Tag", "T9", "label") == "neu"
    frappe.qb.from_(tag).delete().where(tag.name == "T9").run()
    assert frappe.db.exists("Tag", "T9") is None


@pytest.mark.parametrize("text", ["' or 1=1 -- ", "\\' or 1=1 -- ", "%s", "%(p1)s", '"'])
def test_a_value_in_qb_stays_a_value(world: Any, text: str) -> None:
    """Quotes, backslashes and placeholders in values never become SQL."""
    row = frappe.qb.DocType("Row")

    assert frappe.qb.from_(row).select(row.name).where(row.txt == text).run() == ()
    assert (
        frappe.qb.from_(row)
        .select(row.name)
        .where(IfNull(row.txt, text) == text)
        .where(row.name == "R01")
        .run()
    )
    escaped = f"select name from `tabRow` where txt = {frappe.db.escape(text, percent=False)}"
    assert frappe.db.sql(escaped) == ()


def test_get_query_follows_the_grammar(world: Any) -> None:
    """`qb.get_query` takes dotted fields and the filters of lists, and can be extended."""
    query = frappe.qb.get_query(
        "Row", fields=["name", "tag.label as l", "items.item"], filters={"tag": "T1"}
    )
    row = frappe.qb.DocType("Row")

    found = query.where(row.num > 1).run(as_dict=True)

    assert found == [{"name": "R04", "l": "mot", "item": "a"}]
    assert frappe.qb.get_query("Row", filters={"num": 5}, fields=[Count("*")]).run()[0][0] == 14
    assert frappe.qb.get_query("Singles", filters={"doctype": "x"}, fields=["value"]).run() == ()
    frappe.qb.get_query("Tag", filters={"name": "T1"}, update=True).set("label", "z").run()
    assert frappe.qb.max("Row", "num") == 10
    assert frappe.qb.count("Row", "name", {"tag": "T1"}) == 2
    assert frappe.db.get_value("Tag", "T1", "label") == "z"
