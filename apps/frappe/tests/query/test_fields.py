"""What `fields` selects, under which key and of which type, against Q-FORM-123…253."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from ristretto import query
from ristretto.errors import DataError, ValidationError

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
            order_by="name, `tabKid`.item",
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


# what ends in an error on stock, or is lost there
WIDER = [
    (["num+1 as x"], {"x": 2}),
    (["num*2 as x"], {"x": 2}),
    (["-num as x"], {"x": -1}),
    (["num - 2 * (num + 3) / 4 as x"], {"x": -1.0}),
    (["sum(num) - sum(num * 2) as x"], {"x": -1.0}),
    (["sum(case when num>0 then 1 else 0 end) as s"], {"s": 1.0}),
    (["sum(case when tag = 'T1' and not num > 5 then num end) as s"], {"s": 1.0}),
    (
        ["case when tag is null then 'a' when num <> 1 or d is not null then 'b' end as c"],
        {"c": "b"},
    ),
    (["txt as `my col`"], {"my col": "0"}),
    (["num as x, txt as y"], {"x": 1, "y": "0"}),
    (["count(items.item) as n"], {"n": 2}),
    (["count(tag.label) as n"], {"n": 1}),
    (["num / 0 as x"], {"x": None}),
]


@pytest.mark.parametrize(("fields", "row"), WIDER)
def test_what_stock_cannot_say(world: Any, fields: Any, row: dict[str, Any]) -> None:
    """Arithmetic, conditions, names with a blank, several fields in one text, counts over tables and links."""
    assert query.get_list("Row", fields=fields, filters={"name": "R03"}) == [row]


def test_the_star_of_a_list_leaves_out_what_belongs_to_the_desk(world: Any) -> None:
    """Q-FORM-125: tags, comments and assignments come with `*` only where rights are not asked."""
    plain, trusted = (
        query.get_list("Row", fields=["*"], limit=1, ignore_permissions=trusted)[0]
        for trusted in (False, True)
    )

    assert set(trusted) - set(plain) == {"_user_tags", "_comments", "_assign", "_liked_by"}


def test_child_names_beside_child_fields(world: Any) -> None:
    """`with_childnames` names the row that each child value is taken from."""
    rows = query.get_list(
        "Row", fields=["items.item"], filters={"name": "R03"}, with_childnames=True
    )

    assert rows == [{"item": "a", "Kid:name": "k1"}, {"item": "b", "Kid:name": "k2"}]


def test_update_and_pluck(world: Any) -> None:
    """Values laid over each row; plucking a field that is not selected is refused."""
    one = {"filters": {"name": "R03"}}

    assert query.get_list("Row", update={"x": 1}, **one) == [{"name": "R03", "x": 1}]
    assert query.get_list("Row", ["distinct tag"], pluck="tag", **one) == ["T1"]
    with pytest.raises(DataError, match="not among the fields"):
        query.get_list("Row", ["name"], pluck="num", **one)


def test_the_statement_of_a_list_runs_inside_another(world: Any) -> None:
    """`run=False` is one text in MySQL's dialect, its values written in."""
    import frappe

    inner = query.get_list("Row", filters={"txt": ["in", ["50%", "it's ?", "x,y"]]}, run=False)
    rows = frappe.db.sql(f"select count(*) from `tabRow` where name in ({inner})")

    assert rows == ((2,),)


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
    ["case when 1 then 1 end as c"],
    ["case num when 1 then 1 end as c"],
    ["case when num = 1 then (select 1) end as c"],
    ["case when num = 1 end as c"],
    ["num + as x"],
    ["num * * as x"],
    ["sum(*) as x"],
    ["case when * = 1 then 2 end as x"],
    ["num +/* */ 1 as x"],
    ["num - -- 1"],
    ["sum(num) + sleep(1) as x"],
    ["tag", "items.tag"],
    ["json_extract(txt, '$')"],
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
