"""Fields, filter forms, order, grouping and limits against the observed rows Q-FORM-*, Q-SPAN-*,
Q-LIM-*."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from ristretto import query
from ristretto.errors import DataError, DoesNotExistError, ValidationError
from ristretto.query.timespan import date_range

TODAY = dt.date(2026, 11, 22)
ALL = [f"R{number:02d}" for number in range(1, 22)]


def names(**arguments: Any) -> list[str]:
    return query.get_list("Row", pluck="name", **{"order_by": "name", **arguments})


KID = "Kid"
FILTERS = [
    ("001", {"num": 2}, "4"),
    ("003", {"num": ["in", [1, 2]]}, "3 4"),
    ("004", {"txt": ["is", "set"], "num": 1}, "3"),
    ("005", [["num", "=", 2]], "4"),
    ("007", [["Row", "num", "=", 2]], "4"),
    ("008", [["Row", "num", "=", 2, False]], "4"),
    ("009", [{"num": 2}, {"txt": "an"}], "4"),
    ("010", [[KID, "item", "=", "a"]], "3 4"),
    ("011", [[KID, "item", "=", "a"], [KID, "item", "=", "c"]], ""),
    ("012", [[KID, "item", "=", "a"], [KID, "qty", "=", 3]], "4"),
    ("013", [[KID, "item", "in", ["a", "b"]]], "3 3 4"),
    ("017", [[KID, "qty", "=", 0]], "5"),
    ("025", '{"num":2}', "4"),
    ("032", [["num", "=", 2], {"txt": "an"}], "4"),
    ("035", {"num": None}, "1 2"),
    ("036", {"txt": None}, ""),
    ("039", {"txt": ["like", "%an%", "x"]}, "4 5 6 7 10 11"),
    ("040", [["num", ">", 0], ["num", "<", 3]], "3 4"),
    ("041b", (("num", "=", 2),), "4"),
    ("tick", [["`tabRow`.`num`", "=", 2]], "4"),
]


@pytest.mark.parametrize(("case", "filters", "found"), FILTERS)
def test_filter_form(world: Any, case: str, filters: Any, found: str) -> None:
    """Each form of a filter argument finds the recorded rows."""
    assert names(filters=filters) == [f"R{int(each):02d}" for each in found.split()]


@pytest.mark.parametrize("filters", [[], {}, None, ""])
def test_no_filter_is_all_rows(world: Any, filters: Any) -> None:
    assert names(filters=filters) == ALL


def test_negative_child_filters_keep_childless_parents(world: Any) -> None:
    """Q-FORM-015…018: a parent without rows counts as empty, one with a qualifying row
    qualifies.
    """
    assert len(names(filters=[[KID, "item", "!=", "a"]])) == 20
    assert len(names(filters=[[KID, "item", "is", "not set"]])) == 18
    assert len(names(filters=[[KID, "tag", "not in", ["T1"]]])) == 20
    assert names(filters=[[KID, "item", "in", ["a", "b"]]], distinct=True) == ["R03", "R04"]


OR_FILTERS = [
    ("046", None, {"num": 1, "tag": "T2"}, "3 5"),
    ("047", {"num": 2}, [["txt", "=", "an"], ["txt", "=", "da"]], "4"),
    ("048", [["num", ">", 0]], [["tag", "=", "T1"], [KID, "item", "=", "c"]], "3 3 4"),
    ("051", None, {"txt": ["is", "not set"], "num": -1}, "1 2 5"),
    ("052", None, [{"num": 1}, {"num": 2}], "3 4"),
    ("053", None, '[["num","=",1]]', "3"),
]


@pytest.mark.parametrize(("case", "filters", "or_filters", "found"), OR_FILTERS)
def test_or_filters(world: Any, case: str, filters: Any, or_filters: Any, found: str) -> None:
    """Any of the or-filters, and all of the filters."""
    assert names(filters=filters, or_filters=or_filters) == [
        f"R{int(n):02d}" for n in found.split()
    ]


BAD_FILTERS = [
    [["num", 2]],
    ["num = 2"],
    "num = 2",
    "R04",
    '["num","=",2]',
    ["num", "=", 2],
    ["R03", "R04"],
    [[]],
    [["num"]],
    {"num": []},
    {"num": [1, 2]},
    {"Kid.item": "a"},
    {"items.item": "a"},
    [["Tag", "label", "=", "mot"]],
    {"num) or 1=1 --": 1},
    {"num": ["=; drop table x", 1]},
    5,
]


@pytest.mark.parametrize("filters", BAD_FILTERS)
def test_a_malformed_filter_is_refused(world: Any, filters: Any) -> None:
    """Stock answers most of these with a 500; here the sentence names the filter."""
    with pytest.raises(ValidationError, match="Filter"):
        names(filters=filters)


def test_a_filter_on_an_unknown_doctype(world: Any) -> None:
    """Q-FORM-020: 404."""
    with pytest.raises(DoesNotExistError):
        names(filters=[["Nope", "label", "=", "mot"]])


ORDERS = [
    ("name", "3 4 5"),
    ("name desc", "5 4 3"),
    ("NAME DESC", "5 4 3"),
    ("num desc, name asc", "4 3 5"),
    ("num,name", "5 3 4"),
    ("`num` desc", "4 3 5"),
    ("`tabRow`.`num` desc, name", "4 3 5"),
    ("length(txt) desc, name desc", "5 4 3"),
    ("1", "3 4 5"),
    ("KEEP_DEFAULT_ORDERING", "5 4 3"),
    ("", "5 4 3"),
    ('ifnull(tag,"z") asc, name', "3 4 5"),
    ('field(name,"R05") desc, name', "5 3 4"),
    (None, "3 4 5"),
]


@pytest.mark.parametrize(("order_by", "found"), ORDERS)
def test_order(world: Any, order_by: str | None, found: str) -> None:
    """Q-FORM-054…093: columns, positions, functions; nothing and "" mean no order and the
    default.
    """
    found_names = names(filters={"num": ["in", [1, 2, -1]]}, order_by=order_by)

    assert found_names == [f"R{int(each):02d}" for each in found.split()]


BAD_TEXT = [
    "(select sleep(1))",
    "name asc, (select sleep(1))",
    "sleep(1)",
    "name, sleep (1)",
    "rand()",
    "num + 1",
    "if(num>1,1,0)",
    "name asc; drop table x",
    "name asc --",
    "name asc limit 1",
    "2 desc",
    "name random",
    "case when num=1 then 0 else 1 end",
    "txt collate binary",
    "name asc /*x*/",
    "@x",
    "name|num",
    "num*1",
    "nope asc",
    "tag.label asc",
    "items.item asc",
    "tabRow.nope",
    "`tabKid`.item",
    "`tabRow`.`txt`.x",
    "(select 1)",
    "benchmark(1,1)",
    "load_file('x')",
    "name,,num",
    "0x41",
    "name asc asc",
    "*",
    "rand(",
    "(select name from tabUser)",
    "num having count(*)>1",
    "num with rollup",
    "1e1",
    "`na`me`",
    "'x'",
]


@pytest.mark.parametrize("text", BAD_TEXT)
def test_order_and_group_take_nothing_but_the_grammar(world: Any, text: str) -> None:
    """Sub-selects, comments, unlisted functions and unknown names are refused, not run (Q-ORD,
    Q-FORM-062…118)."""
    with pytest.raises(ValidationError):
        names(order_by=text)
    with pytest.raises(ValidationError):
        query.get_list("Row", fields=["count(name) as n"], group_by=text, order_by=None)


GROUPS = [
    ("num", [1, 1, 1]),
    ("`num`", [1, 1, 1]),
    ("tag", [2, 1]),
    ("`tabRow`.`tag`", [2, 1]),
    ("num, tag", [1, 1, 1]),
    ("month(d)", [1, 2]),
    ("year(d)", [3]),
    ("", [3]),
    ("num desc", [1, 1, 1]),
]


@pytest.mark.parametrize(("group_by", "found"), GROUPS)
def test_group(world: Any, group_by: str, found: list[int]) -> None:
    """Q-FORM-098…118."""
    rows = query.get_list(
        "Row",
        fields=["count(name) as n"],
        filters={"num": ["in", [1, 2, -1]]},
        group_by=group_by,
        order_by=None,
        pluck="n",
    )

    assert rows == found


FIELDS = [
    (None, {"name": "R03"}),
    ("name", {"name": "R03"}),
    ("name, txt", {"name": "R03", "txt": "0"}),
    (["txt as t"], {"t": "0"}),
    (["`txt`"], {"txt": "0"}),
    (["`tabRow`.`txt`"], {"txt": "0"}),
    (["`tabRow`.txt"], {"txt": "0"}),
    (["tag.label"], {"label": "mot"}),
    (["tag.label as l", "tag"], {"l": "mot", "tag": "T1"}),
    ([], {"name": "R03"}),
    (["tag.label", "node.lft"], {"label": "mot", "lft": 1}),
    (["name", "name"], {"name": "R03"}),
    (["name", "name as n2"], {"name": "R03", "n2": "R03"}),
    (["count(name)"], {"count(name)": 1}),
    (["count(*)"], {"count(*)": 1}),
    (["COUNT(name) as n"], {"n": 1}),
    (["count(distinct name) as n"], {"n": 1}),
    (["count(`name`) as n"], {"n": 1}),
    (["sum(num) as s"], {"s": 1.0}),
    (["avg(num)"], {"avg(num)": 1.0}),
    (["sum(`tabRow`.`num`) as s"], {"s": 1.0}),
    (["min(d)"], {"min(d)": dt.date(2024, 1, 31)}),
    (["date(dt) as dd"], {"dd": dt.date(2024, 1, 31)}),
    (["year(d) as y"], {"y": 2024}),
    (["month(d) as m"], {"m": 1}),
    (['date_format(d,"%Y") as y'], {"y": "2024"}),
    (["datediff(d, dt) as x"], {"x": 0}),
    (["timestampdiff(day,d,dt) as x"], {"x": 0}),
    (["upper(txt) as u"], {"u": "0"}),
    (["length(txt) as l"], {"l": 1}),
    (["abs(num) as a"], {"a": 1}),
    (["group_concat(name) as g"], {"g": "R03"}),
    (["substring(txt,1,1) as s"], {"s": "0"}),
    (["distinct name"], {"name": "R03"}),
    (["'x' as lit"], {"lit": "x"}),
    (["(num)"], {"num": 1}),
    (["`name`,`txt`"], {"name": "R03", "txt": "0"}),
    (["name as `select`"], {"select": "R03"}),
    (["d", "dt"], {"d": dt.date(2024, 1, 31), "dt": dt.datetime(2024, 1, 31, 23, 59, 59, 999999)}),
    (["_user_tags", "_seen"], {"_user_tags": None}),
    (["owner", "docstatus"], {"owner": "Administrator", "docstatus": 0}),
    ('["name","num"]', {"name": "R03", "num": 1}),
    (["min(num) as a", "max(num) as b"], {"a": 1, "b": 1}),
]


@pytest.mark.parametrize(("fields", "row"), FIELDS)
def test_fields(world: Any, fields: Any, row: dict[str, Any]) -> None:
    """Q-FORM-123…253: what each form selects, under which key and of which type."""
    assert query.get_list("Row", fields=fields, filters={"name": "R03"}) == [row]


def test_child_columns_give_a_row_per_child(world: Any) -> None:
    """Q-FORM-139…146, 251, 252."""

    def get(*fields: str) -> Any:
        return query.get_list(
            "Row",
            fields=list(fields),
            filters={"name": ["in", ["R01", "R03"]]},
            order_by="name",
            as_list=True,
        )

    assert get("name", "items.item") == (("R01", None), ("R03", "a"), ("R03", "b"))
    assert get("`tabKid`.`item` as x", "items.qty") == ((None, None), ("a", 1), ("b", 2))
    totals = query.get_list(
        "Row", fields=["sum(num) as s", "max(num) as m", "avg(num) as a"], order_by=None
    )
    assert totals == [{"s": 91.0, "m": 10, "a": 4.3333}]
    grouped = query.get_list(
        "Row",
        fields=["`tabKid`.item", "count(`tabRow`.name) as n"],
        group_by="`tabKid`.item",
        order_by="n desc, item",
        as_list=True,
    )
    assert grouped == ((None, 18), ("a", 2), ("b", 1), ("c", 1))


BAD_FIELDS = [
    ["nope"],
    ["nope as x"],
    ["tag.nope"],
    ["nope.x"],
    ["txt.label"],
    [""],
    ["items"],
    ["doctype"],
    ["parent"],
    ["txt t"],
    ["tabRow x.txt"],
    ["concat(txt, num) as c"],
    ["ifnull(txt,'')"],
    ["if(num,1,0)"],
    ["coalesce(txt,1)"],
    ["nullif(num,1)"],
    ["user()"],
    ["version()"],
    ["database()"],
    ["sleep(1)"],
    ["benchmark(1,1)"],
    ['load_file("x")'],
    ["1"],
    ["1 as one"],
    ["num+1 as x"],
    ["-num as x"],
    ["case when 1 then 1 end as c"],
    ["(select 1)"],
    ["(select name from tabUser limit 1) as u"],
    ["select 1"],
    ["name from tabUser --"],
    ["name; select 1"],
    ["name union select name from tabUser"],
    ["name/**/"],
    ["name -- x"],
    ["name #x"],
    ["@@version"],
    ["@x"],
    ["global"],
    ["exists(select 1)"],
    [{"txt": "t"}],
    [None],
    [1],
    [["name"]],
    ["name`"],
    ["a.b.c"],
    ["items.tag.label"],
    ["tag.items.item"],
    ["0x41 as h"],
    ["name, (SELECT password from __Auth limit 1)"],
    ["name,(SELECT/**/1)"],
    ["sum(case when num>0 then 1 else 0 end) as s"],
    ["count(name, num)"],
    ["`tabTag`.label"],
    ["upper(distinct txt)"],
    ['name as `x"`'],
    ['name as "x--"'],
    5,
    {"a": 1, "b": 2},
]


@pytest.mark.parametrize("fields", BAD_FIELDS)
def test_fields_take_nothing_but_the_grammar(world: Any, fields: Any) -> None:
    """Unknown names, sub-selects, comments and unlisted functions: DataError 417, or a named
    refusal."""
    with pytest.raises(ValidationError):
        query.get_list(
            "Row",
            fields=fields,
            filters={"name": "R03"} if not isinstance(fields, dict) else [["a"]],
        )


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

    spec = Values("Row", {"tag": "T1", "txt": ["like", "%a%"]}).spec(["name", "tag.label"], limit=3)
    sql, params = to_sql(spec, "mariadb")

    assert "`tabRow`.name" in sql
    assert "LIMIT" in sql
    assert len(params) == sql.count("%s") + sql.count("?")
