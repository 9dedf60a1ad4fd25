"""Replays the trail of a record: Version rows, comments, and the social columns (version, comment)."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import frappe
from lifecycle_world import World, shrunk
from parity_ledger import Row

MAIN, USER = "ObsA Main", "obsa.user@example.com"
SOCIAL = ("_comments", "_assign", "_liked_by", "_user_tags", "_seen")
ROW_KEYS = ("docstatus", "doctype", "idx", "item", "parentfield", "qty")
Step = Callable[[World, Row], Any]
STEPS: dict[str, Step] = {}


def step(part: str, *numbers: int) -> Callable[[Step], Step]:
    def remember(function: Step) -> Step:
        STEPS.update({f"{part}-{number:03}": function for number in numbers})
        return function

    return remember


def versions(name: str) -> list[Any]:
    rows = frappe.get_all(
        "Version", filters={"ref_doctype": MAIN, "docname": name}, pluck="data", order_by="creation"
    )
    return [json.loads(each) for each in rows]


def plain(data: dict[str, Any]) -> dict[str, Any]:
    """Without names and moments of rows."""
    found = dict(data)
    for key in ("added", "removed"):
        found[key] = [
            [table, {name: row[name] for name in ROW_KEYS if name in row}]
            for table, row in data.get(key, [])
        ]
    found["row_changed"] = [
        [table, place, "<row name>", changes]
        for table, place, _name, changes in data.get("row_changed", [])
    ]
    return found


def version(world: World, row: Row) -> Any:
    """The rows of Version that a step leaves."""
    with world.session():
        if row.id in STEPS:
            return shrunk(STEPS[row.id](world, row))
        name = world.kept.get("trail")
        before = len(versions(name)) if name else 0
        doc = frappe.get_doc(MAIN, name) if name else None
    if row.id == "version-025":
        world.rest("PUT", f"/api/resource/{MAIN}/{name}", {"title": "rest"})
    else:
        with world.session():
            CHANGES[row.when](world, doc)
    with world.session():
        fresh = world.kept["trail"] != name
        found = [plain(each) for each in versions(world.kept["trail"])[0 if fresh else before :]]
        if row.id == "version-001":
            return {"new_version_rows": len(found)}
        return shrunk({"new_version_rows": len(found), "data": found})


def saved(**values: Any) -> Callable[[World, Any], None]:
    """A save with these values."""

    def save(world: World, doc: Any) -> None:
        doc.update(values)
        doc.save()

    return save


def insert(world: World, doc: Any) -> None:
    rows = [{"item": "a", "qty": 1}, {"item": "b", "qty": 2}]
    values = {
        "title": "v1",
        "qty": 1,
        "amount": 1.5,
        "d": "2026-01-02",
        "fl": 1.23456,
        "dtime": "2026-01-02 03:04:05",
        "tm": "01:02:03",
        "body": "<p>a</p>",
        "code_txt": "x=1",
        "rows": rows,
    }
    world.kept["trail"] = frappe.get_doc({"doctype": MAIN, **values}).insert().name


def change_row(world: World, doc: Any) -> None:
    doc.rows[0].update({"item": "a2", "qty": 10})
    doc.save()


def add_row(world: World, doc: Any) -> None:
    doc.append("rows", {"item": "c"})
    doc.save()


def remove_row(world: World, doc: Any) -> None:
    doc.remove(doc.rows[0])
    doc.save()


def change_all_rows(world: World, doc: Any) -> None:
    doc.remove(doc.rows[0])
    doc.rows[0].item = "c2"
    doc.append("rows", {"item": "d"})
    doc.save()


def reorder(world: World, doc: Any) -> None:
    doc.rows.reverse()
    for place, each in enumerate(doc.rows, start=1):
        each.idx = place
    doc.save()


def replace_rows(world: World, doc: Any) -> None:
    doc.set("rows", [{"item": each.item, "qty": each.qty} for each in doc.rows])
    doc.save()


def set_value(world: World, doc: Any) -> None:
    frappe.db.set_value(MAIN, doc.name, "title", "sv")


def save_silently(world: World, doc: Any) -> None:
    doc.title = "nover"
    doc.save(ignore_version=True)


def amend(world: World, doc: Any) -> None:
    copy = frappe.copy_doc(doc)
    copy.update({"amended_from": doc.name, "docstatus": 0, "title": "amended title"})
    world.kept["trail"] = copy.insert().name


CHANGES: dict[str, Callable[[World, Any], Any]] = {
    "insert": insert,
    "save without change": saved(),
    "change Data": saved(title="v2"),
    "change Int, Currency, Date, Check, Float": saved(
        qty=1234567, amount=1234.567, d="2026-12-31", chk=1, fl=2.5
    ),
    "change Datetime and Time": saved(dtime="2026-06-07 08:09:10", tm="11:12:13"),
    "change Text Editor and Code": saved(body="<p>b</p>", code_txt="x=2"),
    "Data to None": saved(title=None),
    "None to ''": saved(title=""),
    "'' to text": saved(title="v3"),
    "Date to None": saved(d=None),
    "Int 1234567 -> '1234567' (text)": saved(qty="1234567"),
    "Int to 0": saved(qty=0),
    "Float changed below display precision": saved(fl=2.50001),
    "multi-line Small Text": saved(note="line1\nline2 <b></b>"),
    "Link set (fetch fills others)": saved(link="T1"),
    "child value changed": change_row,
    "child added": add_row,
    "child removed (first of three)": remove_row,
    "child added, changed and removed at once": change_all_rows,
    "rows reordered": reorder,
    "rows replaced by nameless equal rows": replace_rows,
    "db_set": lambda world, doc: doc.db_set("title", "ds"),
    "frappe.db.set_value": set_value,
    "save(ignore_version=True)": save_silently,
    "submit": lambda world, doc: doc.submit(),
    "after submit: allow_on_submit field": saved(note="after"),
    "cancel": lambda world, doc: doc.cancel(),
    "amend (insert)": amend,
}


@step("version", 30)
def columns(world: World, row: Row) -> Any:
    name = frappe.get_all("Version", filters={"docname": world.kept["trail"]}, pluck="name")[0]
    stored = frappe.db.get_value("Version", name, "*", as_dict=True)
    shown = ("modified_by", "docstatus", "idx", "ref_doctype")
    return {
        key: str(value) if key in shown else "<set>"
        for key, value in stored.items()
        if value not in (None, "")
    }


@step("version", 31)
def keys(world: World, row: Row) -> Any:
    return {"keys": sorted(versions(world.kept["trail"])[-1])}


@step("version", 32)
def after_rename(world: World, row: Row) -> Any:
    frappe.rename_doc(MAIN, world.kept["trail"], "REN-R")
    found = versions("REN-R")
    return {"under_new_name": len(found), "last": [plain(found[-1])]}


@step("version", 33)
def in_test(world: World, row: Row) -> Any:
    doc = frappe.get_doc({"doctype": MAIN, "title": "1"}).insert()
    frappe.flags.in_test = True
    doc.title = "2"
    doc.save()
    first = len(versions(doc.name))
    doc.title = "3"
    doc.save(ignore_version=False)
    frappe.flags.in_test = False
    return {"versions_after_save": first, "after_second": len(versions(doc.name))}
