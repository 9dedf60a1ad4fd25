"""`frappe.qb` under the names that apps import: functions, joins, sub-queries, writes, and `qb.get_query`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import frappe
import pytest
from frappe.query_builder import (
    Case,
    Criterion,
    CustomFunction,
    DocType,
    Field,
    Interval,
    Order,
    Table,
)
from frappe.query_builder import functions as fn
from frappe.query_builder.custom import GROUP_CONCAT, MATCH, ConstantColumn
from frappe.query_builder.terms import SubQuery
from ristretto.errors import DataError, ValidationError

ROW, TAG = DocType("Row"), DocType("Tag")

FUNCTIONS: list[tuple[Any, Any]] = [
    (fn.Count("*"), 1),
    (fn.Count(ROW.tag).distinct(), 1),
    (fn.Sum(ROW.num) + 1, 2),
    (fn.Avg(ROW.num), 1),
    (fn.Min(ROW.name), "R03"),
    (fn.Max(ROW.name), "R03"),
    (fn.IfNull(ROW.sel, "y"), "x"),
    (fn.Ifnull(ROW.txt, "x"), "0"),
    (fn.Coalesce(ROW.txt, "x"), "0"),
    (fn.NullIf(ROW.txt, "0"), None),
    (fn.Concat(ROW.name, "-", ROW.num), "R03-1"),
    (fn.Concat_ws("/", ROW.name, ROW.tag), "R03/T1"),
    (fn.GroupConcat(ROW.name), "R03"),
    (GROUP_CONCAT(ROW.name).distinct(), "R03"),
    (fn.Date(ROW.dt), dt.date(2024, 1, 31)),
    (fn.DateFormat(ROW.d, "%d/%m/%Y"), "31/01/2024"),
    (fn.Timestamp(ROW.d, "10:00:00"), dt.datetime(2024, 1, 31, 10)),
    (fn.CombineDatetime(ROW.d, "10:00:00"), dt.datetime(2024, 1, 31, 10)),
    (fn.Extract("year", ROW.d), 2024),
    (fn.Substring(ROW.name, 2, 2), "03"),
    (fn.Locate("3", ROW.name), 3),
    (fn.Upper(ROW.name), "R03"),
    (fn.Lower(ROW.name), "r03"),
    (fn.Length(ROW.name), 3),
    (fn.Trim(ROW.name), "R03"),
    (fn.Round(ROW.num / 3, 2), 0.33),
    (fn.Truncate(ROW.num + 0.126, 2), 1.12),
    (fn.Floor(ROW.num + 0.5), 1),
    (fn.Abs(ROW.num * -1), 1),
    (fn.Cast_(ROW.num, "varchar"), "1"),
    (fn.Cast_(ROW.name, "char"), "R03"),
    (ConstantColumn("fixed"), "fixed"),
    (CustomFunction("REPLACE", ["a", "b", "c"])(ROW.name, "R", "Q"), "Q03"),
    (frappe.qb.functions("REVERSE", ROW.name), "30R"),
    (Case().when(ROW.num > 0, "plus").when(ROW.num < 0, "minus").else_("none"), "plus"),
    (ROW.num % 2, 1),
]


@pytest.mark.parametrize(("term", "answer"), FUNCTIONS, ids=lambda each: str(each)[:40])
def test_a_function(world: Any, term: Any, answer: Any) -> None:
    """Each function answers for one row what it answers on MariaDB."""
    query = frappe.qb.from_(ROW).select(term).where(ROW.name == "R03")

    assert query.run()[0][0] == answer


def test_moments(world: Any) -> None:
    """Now, today and seconds since 1970 are those of the machine; intervals move them."""
    query = frappe.qb.from_(ROW).where(ROW.name == "R03")

    now, today, seconds = query.select(fn.Now(), fn.CurDate(), fn.UnixTimestamp(fn.Now())).run()[0]
    assert str(now)[:10] == str(today)
    assert abs(dt.datetime.now().timestamp() - seconds) < 100
    assert query.select(ROW.name).where(fn.Now() - Interval(days=1) < fn.Now()).run()


CONDITIONS: list[tuple[Callable[[], Any], str]] = [
    (lambda: ROW.num.isin([1, 2]), "R03 R04"),
    (lambda: ROW.name.notin(["R03"]) & (ROW.num == 1), ""),
    (lambda: ROW.name.like("R0%") & ROW.num.between(1, 2), "R03 R04"),
    (lambda: ROW.d[dt.date(2024, 2, 1) : dt.date(2024, 2, 28)], "R04 R05"),
    (lambda: Criterion.any([ROW.txt.isnull(), ROW.num == 2]), "R01 R04"),
    (lambda: Criterion.all([ROW.tag.isnotnull(), ROW.num < 0]), "R05"),
    (lambda: ~(ROW.num >= 0), "R05"),
    (lambda: ROW.tag.isin(frappe.qb.from_(TAG).select(TAG.name).where(TAG.kind == "B")), "R05"),
    (lambda: Field("num") == 10, "R06"),
    (lambda: MATCH(ROW.txt).Against("AXB"), "R14"),
    (lambda: (ROW.txt == ROW.tag) | (ROW.num == 9), "R07"),
    (lambda: SubQuery(frappe.qb.from_(TAG).select(fn.Count("*"))) == ROW.num + 1, "R04"),
]


@pytest.mark.parametrize(("condition", "names"), CONDITIONS)
def test_a_condition(world: Any, condition: Callable[[], Any], names: str) -> None:
    """Conditions, criteria and sub-queries."""
    query = frappe.qb.from_(ROW).select(ROW.name).where(condition()).orderby(ROW.name)

    assert query.run(pluck=True) == names.split()


def test_joins_groups_and_unions(world: Any) -> None:
    """Joins with aliases, having, distinct, offset, unions, and the ways a result comes in."""
    other = DocType("Row").as_("other")
    pairs = (
        frappe.qb.from_(ROW)
        .inner_join(other)
        .on((ROW.tag == other.tag) & (ROW.name < other.name))
        .select(ROW.name, other.name.as_("second"))
    )
    groups = (
        frappe.qb.from_(ROW)
        .select(ROW.tag, fn.Count("*").as_("n"))
        .where(ROW.tag.like("T%"))
        .groupby(ROW.tag)
        .having(fn.Count("*") > 1)
    )
    page = (
        frappe.qb.from_(ROW).select(ROW.name).orderby(ROW.name, order=Order.desc).limit(2).offset(1)
    )
    union = frappe.qb.from_(TAG).select(TAG.name) + frappe.qb.from_(ROW).select(ROW.name).where(
        ROW.num == 9
    )

    assert pairs.run(as_dict=True) == [{"name": "R03", "second": "R04"}]
    assert groups.run(as_list=True) == [["T1", 2]]
    assert page.run(pluck="name") == ["R20", "R19"]
    assert sorted(row[0] for row in union.run()) == ["R07", "T1", "T2", "T3"]
    assert frappe.qb.from_(ROW).select(ROW.tag).distinct().where(ROW.tag == "T1").run() == (
        ("T1",),
    )
    assert "tabRow" in page.get_sql()
    assert page.walk()[0].lower().startswith("select")
    assert frappe.qb.from_(ROW).select("name").where(ROW.num == 9).for_update().run() == (("R07",),)
    assert (
        frappe.qb.from_(ROW).select("*").where(ROW.num == 9).run(as_dict=1, update={"x": 1})[0].x
        == 1
    )


def test_writes(world: Any) -> None:
    """Insert, insert over what exists, update with a join, delete; tables that are no DocTypes."""
    frappe.qb.into(TAG).columns("name", "label").insert(("T8", "a"), ("T9", "b")).run()
    frappe.qb.into(TAG).columns("name", "label").insert("T9", "c").on_duplicate_key_update(
        TAG.label, "c"
    ).run()
    frappe.qb.into("Tag").columns("name", "label").insert("T9", "d").ignore().run()
    frappe.qb.update(ROW).join(TAG).on(ROW.tag == TAG.name).set(ROW.txt, TAG.label).where(
        TAG.kind == "B"
    ).run()
    frappe.qb.from_("Tag").delete().where(TAG.name == "T8").run()
    auth = Table("__Auth")

    assert frappe.db.get_value("Tag", "T9", "label") == "c"
    assert frappe.db.get_value("Row", "R05", "txt") == "hai"
    assert not frappe.db.exists("Tag", "T8")
    assert frappe.qb.from_(auth).select(auth.name).run() == ()


def test_aggregates_of_a_doctype(world: Any) -> None:
    """`qb.max` and its kin; 0 when there is nothing."""
    assert frappe.qb.max("Row", "num") == 10
    assert frappe.qb.min("Row", "num") == -1
    assert frappe.qb.sum("Row", "num", {"tag": "T1"}) == 3
    assert frappe.qb.avg("Row", "num", {"tag": "T1"}) == 1.5
    assert frappe.qb.count("Row", "name", {"tag": "nope"}) == 0


FILTERS: list[tuple[Any, str]] = [
    ({"tag.kind": "B"}, "R05"),
    ([["tag.kind", "!=", "A"]], "R05"),
    ({"items.item": "c"}, "R05"),
    ([["Kid", "qty", ">", 2]], "R04"),
    ([["num", 2]], "R04"),
    ("R06", "R06"),
    (["R06", "R07"], "R06 R07"),
    ([{"num": 2}, ROW.tag == "T1"], "R04"),
    (ROW.num > 5, "R06 R07"),
    ({"num": ["between", [9, 10]]}, "R06 R07"),
    ({"node": ["descendants of", "N1"]}, "R05 R06"),
    ({"num": 10, "tag": None}, ""),
]


@pytest.mark.parametrize(("filters", "names"), FILTERS, ids=lambda each: str(each)[:30])
def test_filters_of_get_query(world: Any, filters: Any, names: str) -> None:
    """What `qb.get_query` takes beside the filters of `frappe.db`."""
    query = frappe.qb.get_query("Row", filters=filters, order_by="name asc")

    assert query.run(pluck=True) == names.split()


def test_fields_of_get_query(world: Any) -> None:
    """Dotted fields, aggregates, arithmetic, terms, and child rows under their table field."""
    first = {"filters": {"name": "R03"}}

    nested = frappe.qb.get_query("Row", fields=["name", {"items": ["item", "qty"]}], **first)
    assert nested.run(as_dict=True) == [
        {"name": "R03", "items": [{"item": "a", "qty": 1}, {"item": "b", "qty": 2}]}
    ]
    texts = ["tag.label as l", "num + 2 * num as three", "case when num = 1 then 'x' end as c"]
    assert frappe.qb.get_query("Row", fields=texts, **first).run(as_dict=True) == [
        {"l": "mot", "three": 3, "c": "x"}
    ]
    mixed = frappe.qb.get_query("Row", fields=["name", fn.Upper(ROW.txt).as_("u")], **first)
    assert mixed.run() == (("R03", "0"),)
    assert frappe.qb.get_query("Row", fields="count(name) as n", group_by="tag").run()
    with pytest.raises(DataError, match="not a table"):
        frappe.qb.get_query("Row", fields=[{"tag": ["name"]}])


def test_get_query_may_be_held_to_plain_names(world: Any) -> None:
    """`validate_filters` refuses dotted names; a name that leads nowhere is refused anyway."""
    with pytest.raises(ValidationError):
        frappe.qb.get_query("Row", filters={"tag.kind": "B"}, validate_filters=True)
    with pytest.raises(DataError):
        frappe.qb.get_query("Row", filters={"tag.nope": "B"})


def test_changes_through_get_query(world: Any) -> None:
    """Update, insert and delete by the filters of lists."""
    frappe.qb.get_query("Tag", filters={"name": "T1"}, update=True).set("label", "z").run()
    frappe.qb.get_query("Tag", into=True).columns("name", "label").insert("T7", "q").run()
    frappe.qb.get_query("Tag", filters={"name": "T2"}, delete=True).run()

    assert frappe.db.get_values("Tag", {}, ["name", "label"], order_by="name") == (
        ("T1", "z"),
        ("T3", "ba"),
        ("T7", "q"),
    )
