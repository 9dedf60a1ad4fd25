"""The calls that observed rows name in words: `frappe.db` lookups and writes, and the shapes that a list comes in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import frappe
from parity_query_world import DAY, ROW
from pypika.terms import Field

LEAP = dt.date(2024, 2, 29)
SINGLE = "System Settings"
TWO = {"num": ["in", [1, 2]]}


def _after(change: Callable[[Any], Any], name: str) -> Callable[[Any], Any]:
    """What the text of the row is after a change."""

    def ask(db: Any) -> Any:
        change(db)
        return db.get_value(ROW, name, "txt")

    return ask


def _star(db: Any) -> Any:
    names = sorted(db.get_value(ROW, "R03", "*", as_dict=True))
    return {"n": len(names), "first": names[:3], "last": names[-1]}


CALLS: dict[str, Callable[[Any], Any]] = {
    "exists(dt, None)": lambda db: db.exists(ROW, None),
    "exists(dt,'')": lambda db: db.exists(ROW, ""),
    "exists(dt,'R01')": lambda db: db.exists(ROW, "R01"),
    "exists(dt,'r01')": lambda db: db.exists(ROW, "r01"),
    "exists(dt,'R01 ')": lambda db: db.exists(ROW, "R01 "),
    "exists(dt,{})": lambda db: db.exists(ROW, {}),
    "exists({doctype,txt:an})": lambda db: db.exists({"doctype": ROW, "txt": "an"}),
    "exists(dt,{num:999})": lambda db: db.exists(ROW, {"num": 999}),
    "exists(dt,{nope:1})": lambda db: db.exists(ROW, {"nope": 1}),
    "exists('Nope','x')": lambda db: db.exists("Nope", "x"),
    "exists('System Settings','x')": lambda db: db.exists(SINGLE, "x"),
    "exists('System Settings')": lambda db: db.exists(SINGLE, SINGLE),
    "exists('DocType','ObsB Row')": lambda db: db.exists("DocType", ROW),
    "exists(dt) no filter": lambda db: db.exists(ROW),
    "get_value(dt,'R03','txt')": lambda db: db.get_value(ROW, "R03", "txt"),
    "get_value(dt,'R03',['txt','num'])": lambda db: db.get_value(ROW, "R03", ["txt", "num"]),
    "get_value as_dict": lambda db: db.get_value(ROW, "R03", ["txt", "num"], as_dict=True),
    "get_value missing name": lambda db: db.get_value(ROW, "nope", "txt"),
    "get_value missing, two fields": lambda db: db.get_value(ROW, "nope", ["txt", "num"]),
    "get_value missing as_dict": lambda db: db.get_value(ROW, "nope", "txt", as_dict=True),
    "get_value '*' keys": _star,
    "get_value name=None": lambda db: db.get_value(ROW, None, "txt"),
    "get_value name=''": lambda db: db.get_value(ROW, "", "txt"),
    "get_value filters {}": lambda db: db.get_value(ROW, {}),
    "get_value {num:5} order name asc": lambda db: db.get_value(
        ROW, {"num": 5}, order_by="name asc"
    ),
    "get_value names list": lambda db: db.get_values(ROW, ["R03", "R04"], order_by="name"),
    "get_value unknown field": lambda db: db.get_value(ROW, "R03", "nope"),
    "get_value unknown filter field": lambda db: db.get_value(ROW, {"nope": 1}),
    "get_value filter link.field": lambda db: db.get_value(ROW, {"tag.kind": "A"}),
    "get_value filter child.field": lambda db: db.get_value(ROW, {"items.item": "a"}),
    "get_value field link.field": lambda db: db.get_value(ROW, "R03", "tag.label"),
    "get_value field child.field": lambda db: db.get_values(ROW, "R03", ["name", "items.item"]),
    "get_value aggregate": lambda db: db.get_value(ROW, {"num": 5}, "count(name)"),
    "get_value aggregate max": lambda db: db.get_value(ROW, {}, "max(num)"),
    "get_value field concat": lambda db: db.get_value(ROW, "R03", "concat(txt,num)"),
    "get_value field subselect": lambda db: db.get_value(ROW, "R03", "(select 1)"),
    "get_value pluck": lambda db: db.get_values(ROW, TWO, "name", pluck=True),
    "get_values 2 fields": lambda db: db.get_values(ROW, TWO, ["name", "num"]),
    "get_values limit": lambda db: len(db.get_values(ROW, {"num": 5}, limit=3)),
    "get_value filters list 4-elem": lambda db: db.get_values(ROW, [[ROW, "num", "=", 2]]),
    "get_value child 4-elem": lambda db: db.get_values(ROW, [["ObsB Child", "item", "=", "c"]]),
    "get_value single-system": lambda db: db.get_value(SINGLE, None, "language"),
    "get_value single with dt": lambda db: db.get_value(SINGLE, SINGLE, "language"),
    "get_value single several fields": lambda db: db.get_value(
        SINGLE, None, ["language", "time_zone"]
    ),
    "get_value single unknown field": lambda db: db.get_value(SINGLE, None, "nope"),
    "get_single_value unknown": lambda db: db.get_single_value(SINGLE, "nope"),
    "get_single_value check type": lambda db: db.get_single_value(SINGLE, "enable_scheduler"),
    "count(dt)": lambda db: db.count(ROW),
    "count(dt,{num:5})": lambda db: db.count(ROW, {"num": 5}),
    "count child filter": lambda db: db.count(ROW, [["ObsB Child", "qty", ">", 0]]),
    "count distinct=False": lambda db: db.count(
        ROW, [["ObsB Child", "qty", ">", 0]], distinct=False
    ),
    "count unknown": lambda db: db.count(ROW, {"nope": 1}),
    "count unknown dt": lambda db: db.count("Nope"),
    "count single": lambda db: db.count(SINGLE),
    "db.get_list": lambda db: len(db.get_list(ROW)),
    "db.get_all": lambda db: len(db.get_all(ROW)),
    "set_value filters": _after(lambda db: db.set_value(ROW, {"num": 2}, "txt", "y"), "R04"),
    "set_value missing name": lambda db: db.set_value(ROW, "nope", "txt", "y"),
    "set_value unknown field": lambda db: db.set_value(ROW, "R03", "nope", 1),
    "delete filter no match": lambda db: db.delete(ROW, {"num": 999}),
    "get_value regex": lambda db: db.get_value(ROW, {"txt": ["regex", "an"]}),
    "get_value None with !=": lambda db: db.get_values(ROW, {"txt": ["!=", None]}, pluck=True),
    "get_value for_update": lambda db: db.get_value(ROW, "R03", "num", for_update=True),
    "get_value cache": lambda db: db.get_value(ROW, "R03", "num", cache=True),
    "get_value default field": lambda db: db.get_value(ROW, {"num": 2}),
    "get_value bool filter": lambda db: db.get_values(ROW, {"chk": True}),
    "get_value int name": lambda db: db.get_value(ROW, 5),
    "get_value date obj": lambda db: db.get_values(ROW, {"d": LEAP}),
    "get_value tuple in": lambda db: db.get_values(ROW, {"num": ("in", (1, 2))}),
    "get_value dict list value": lambda db: db.get_value(ROW, {"num": [1, 2]}),
    "get_value name list in dict": lambda db: db.get_value(ROW, {"name": ["R03", "R04"]}),
    "get_value like case": lambda db: db.get_values(ROW, {"txt": ["like", "KIEM%"]}),
    "get_all fields with dt obj": lambda db: db.get_all(ROW, {"d": LEAP}, pluck="name"),
    "get_all dt obj datetime": lambda db: db.get_all(
        ROW, {"dt": dt.datetime(2024, 2, 29)}, pluck="name"
    ),
    "get_all dt = date obj": lambda db: db.get_all(ROW, {"dt": LEAP}, pluck="name"),
    "get_all column value": lambda db: db.get_all(
        ROW, [["txt", "=", Field("num")], ["num", ">", 5]]
    ),
    "get_all in with dict values": lambda db: db.get_all(
        ROW, {"num": ["in", {"a": 1, "b": 2}.values()]}, pluck="name"
    ),
    "get_all in with set": lambda db: db.get_all(
        ROW, {"num": ["in", {1, 2}]}, pluck="name", order_by="name"
    ),
    "get_all in generator/tuple": lambda db: db.get_all(
        ROW, {"num": ["in", (each for each in (1, 2))]}, pluck="name", order_by="name"
    ),
}

BY_NAME = {"order_by": "name", "limit": 2}
DAYS = [["d", "between", ["2026-11-20", "2026-11-21"]]]

SHAPES: dict[str, Callable[[Any], Any]] = {
    "v2 list, limit 2": lambda rest: sorted(
        rest("GET", f"/api/v2/document/{DAY}", query_string={"limit": 2}).json
    ),
    "as_list": lambda rest: frappe.get_all(DAY, as_list=True, **BY_NAME),
    "as_list two fields": lambda rest: frappe.get_all(
        DAY, fields=["name", "d"], as_list=True, **BY_NAME
    ),
    "pluck=d": lambda rest: frappe.get_all(DAY, pluck="d", **BY_NAME),
    "pluck=d, fields=[name]": lambda rest: frappe.get_all(
        DAY, fields=["name"], pluck="d", **BY_NAME
    ),
    "pluck unknown": lambda rest: frappe.get_all(DAY, pluck="nope", **BY_NAME),
    "row type": lambda rest: (
        "_dict" if type(frappe.get_all(DAY, limit=1)[0]) is frappe._dict else "another class"
    ),
    "positional: filters then fields": lambda rest: frappe.get_list(
        DAY, DAYS, ["name"], order_by="name"
    ),
    "positional: fields then filters": lambda rest: frappe.get_list(
        DAY, ["name"], DAYS, order_by="name"
    ),
    "unknown doctype": lambda rest: frappe.get_all("Nope"),
    "run=False": lambda rest: _sql(frappe.get_all(DAY, run=False)),
    "with_childnames": lambda rest: frappe.get_all(DAY, with_childnames=True, limit=2),
    "with_comment_count": lambda rest: frappe.get_all(
        DAY, with_comment_count=True, order_by="name", limit=1
    ),
    "get_all on a Single": lambda rest: frappe.get_all(SINGLE),
    "get_list on a Single": lambda rest: frappe.get_list(SINGLE),
    "update={x:1}": lambda rest: _updated(frappe.get_all(DAY, update={"x": 1}, **BY_NAME)),
}


def _sql(answer: Any) -> Any:
    is_text = isinstance(answer, str) and answer.lower().startswith("select")
    return "<the SQL text of the query>" if is_text else type(answer).__name__


def _updated(rows: list[Any]) -> list[Any]:
    return [len(rows), rows[:1]]
