"""Replays how records are named: every form of `autoname`, the counters behind it, amendments, rules."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import frappe
from lifecycle_types import ALL, doctype, field
from lifecycle_world import World, attempt, grown
from parity_ledger import Row

MOMENT = re.compile(r"2026-11-22 03:\d\d:\d\d\.\d+")
Step = Callable[[World, Row], Any]
STEPS: dict[str, Step] = {}


def step(*numbers: int) -> Callable[[Step], Step]:
    def remember(function: Step) -> Step:
        STEPS.update({f"naming-{number:03}": function for number in numbers})
        return function

    return remember


def run(world: World, row: Row) -> Any:
    with world.session():
        return masked(STEPS.get(row.id, by_form)(world, row))


def masked(value: Any) -> Any:
    """Moments inside names."""
    if isinstance(value, str):
        return MOMENT.sub("<moment>", value)
    if isinstance(value, list | tuple):
        return [masked(each) for each in value]
    if isinstance(value, dict):
        return {key: masked(each) for key, each in value.items()}
    return value


def kind(world: World, autoname: str | None, **more: Any) -> str:
    """The DocType of this form of naming, made once."""
    kinds = world.kept.setdefault("kinds", {})
    key = f"{autoname}{sorted(more)}"
    if key not in kinds:
        name = kinds[key] = f"ObsA N{len(kinds)}"
        fields = [field("title"), field("num", "Int"), field("dd", "Date")]
        fields += more.pop("fields", [])
        values = {**doctype(name, fields, autoname=autoname, allow_rename=1), **more}
        if more.get("is_submittable"):
            values["permissions"] = [
                {"role": "System Manager", **ALL, "submit": 1, "cancel": 1, "amend": 1}
            ]
        frappe.get_doc({"doctype": "DocType", "module": "Custom", "custom": 1, **values}).insert()
    return str(kinds[key])


def new(doctype: str, **values: Any) -> Any:
    return frappe.get_doc({"doctype": doctype, **grown(values)})


def named(action: Callable[[], Any]) -> Any:
    """The name that an insert gave, or {"error": class}."""
    done = attempt(lambda: action().name)
    return done.get("ok", {"error": done.get("error")})


def series(*keys: str) -> list[list[Any]]:
    """[key, number] of every counter, or of those asked for, in that order."""
    rows = [list(row) for row in frappe.db.sql("select name, current from `tabSeries`")]
    if not keys:
        return rows
    return sorted((row for row in rows if row[0] in keys), key=lambda row: keys.index(row[0]))


def by_form(world: World, row: Row) -> Any:
    """`three inserts` and `insert` of one record of the form that is given."""
    given = dict(row.given)
    autoname = given.pop("autoname")
    if autoname.startswith("field:num"):
        autoname = "field:num"
    doctype = kind(world, autoname)
    values = {
        key: value
        for key, value in given.items()
        if key in ("title", "num", "dd", "name", "__newname")
    }
    if row.when == "three inserts":
        before = series()
        names = [named(new(doctype, **values).insert) for _time in range(3)]
        return {
            "names": names,
            "series": [each for each in series() if each not in before and each[0]],
        }
    name = named(new(doctype, **values).insert)
    if isinstance(name, str) and autoname.lower() in ("hash", "random"):
        name = "<hash>" if re.fullmatch(r"[0-9a-v]{10}", name) else name
    return {"result": name}
