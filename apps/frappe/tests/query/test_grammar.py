"""Fields, filter forms, order, grouping and limits against the observed rows Q-FORM-*, Q-SPAN-*,
Q-LIM-*."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from ristretto import query
from ristretto.errors import DoesNotExistError, ValidationError

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
    """Every empty form of the filters argument asks for everything."""
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
    ("", "3 4 5"),
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
