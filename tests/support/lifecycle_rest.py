"""Replays what REST makes of a document's keys and rows (rest)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
from lifecycle_world import OMITTED, World, refusal, shrunk
from parity_ledger import Row

MAIN = "/api/resource/ObsA Main"
Step = Callable[[World, Row], Any]
STEPS: dict[str, Step] = {}


def step(*numbers: int) -> Callable[[Step], Step]:
    def remember(function: Step) -> Step:
        STEPS.update({f"rest-{number:03}": function for number in numbers})
        return function

    return remember


def run(world: World, row: Row) -> Any:
    return shrunk(STEPS.get(row.id, put_rows)(world, row))


def make(world: World, *rows: dict[str, Any]) -> dict[str, Any]:
    body = {"title": "r", "rows": list(rows)}
    return dict(world.rest("POST", MAIN, body)[1]["data"])


def read(world: World, doc: dict[str, Any]) -> dict[str, Any]:
    return dict(world.rest("GET", f"{MAIN}/{doc['name']}")[1]["data"])


def pairs(rows: list[Any]) -> list[list[Any]]:
    return [[row["item"], row["idx"]] for row in rows]


@step(1)
def post_everything(world: World, row: Row) -> Any:
    sent = {
        "title": "r",
        "ro": "sent",
        "hid": "sent",
        "nosuch": 1,
        "owner": "Guest",
        "creation": "2001-01-01 00:00:00",
        "modified_by": "Guest",
        "idx": 7,
        "_user_tags": "x",
        "_liked_by": "y",
        "name": "MINE",
        "doctype": "ToDo",
        "fixed": "f",
        "parent": "P",
    }
    status, answer = world.rest("POST", MAIN, sent)
    data = world.kept["everything"] = answer["data"]
    found = {key: data.get(key, OMITTED) for key in sent if key not in ("title", "creation")}
    return {**found, "status": status, "creation_is_2001": data["creation"].startswith("2001")}


@step(2)
def get_everything(world: World, row: Row) -> Any:
    data = read(world, world.kept["everything"])
    keys = ("ro", "hid", "nosuch", "idx", "_user_tags", "_liked_by", "link", "qty", "chk", "amount")
    return {key: data.get(key, OMITTED) for key in (*keys, "d", "rows", "body")}


@step(3, 4)
def keys_of_a_minimal_record(world: World, row: Row) -> Any:
    data = world.rest("POST", MAIN, {"title": "r"})[1]["data"]
    return {"keys": sorted(data if row.id == "rest-003" else read(world, data))}


@step(5)
def put_read_only(world: World, row: Row) -> Any:
    path = f"{MAIN}/{world.kept['everything']['name']}"
    data = world.rest("PUT", path, row.given)[1]["data"]
    return {key: data.get(key, OMITTED) for key in row.given}


@step(6)
def post_rows(world: World, row: Row) -> Any:
    data = make(world, *row.given["rows"])
    world.kept["doc"], lines = data, data["rows"]
    return {
        "rows": [{"item": each["item"], "idx": each["idx"]} for each in lines],
        "third_name": "<hash>" if lines[2]["name"] != "MYROW" else "MYROW",
        "name_length": len(lines[2]["name"]),
        "keys_of_a_row": sorted(lines[0]),
    }


def put_rows(world: World, row: Row) -> Any:
    """PUT the rows; the rows of the answer, and which of those before each was."""
    body = dict(row.given)
    doc = world.kept["doc"]
    if row.id in FRESH:
        doc = world.kept["doc"] = make(world, {"item": "a", "qty": 4}, {"item": "b"})
    before = doc["rows"]
    if row.id == "rest-020":
        other = world.kept["other"] = make(world, {"item": "theirs"})
        body["rows"] = [{"name": other["rows"][0]["name"], "item": "stolen"}]
    elif row.id == "rest-018":
        body["rows"] = [read(world, doc)["rows"][place] for place in (1, 0)]
    elif row.id == "rest-019":
        body["rows"] = [dict(each) for each in read(world, doc)["rows"]]
        body["rows"][0]["modified"] = "2001-01-01 00:00:00"
    elif isinstance(body.get("rows"), list):
        body["rows"] = [_named(each, before) for each in body["rows"]]
    status, answer = world.rest("PUT", f"{MAIN}/{doc['name']}", body)
    if status != 200:
        return refusal(status, answer)
    names = [each["name"] for each in before]
    return {"status": status, "rows": [_line(each, names) for each in answer["data"]["rows"]]}


FRESH = ("rest-017", "rest-018", "rest-019", "rest-020")
PLACES = {"<row 1>": 0, "<row 2>": 1, "<deleted row 1>": 0}


def _named(line: dict[str, Any], before: list[Any]) -> dict[str, Any]:
    place = PLACES.get(line.get("name", ""))
    return line if place is None else {**line, "name": before[place]["name"]}


def _line(row: dict[str, Any], names: list[str]) -> dict[str, Any]:
    found = {key: row.get(key) for key in ("item", "idx", "qty")}
    known = row["name"] in names
    return {**found, "same_row_as_original": names.index(row["name"]) if known else "new"}


@step(21)
def robbed(world: World, row: Row) -> Any:
    return {"rows": pairs(read(world, world.kept["other"])["rows"])}


@step(22, 23, 24)
def reorder(world: World, row: Row) -> Any:
    with world.session():
        lines = [{"item": letter} for letter in "abcd"]
        doc = frappe.get_doc({"doctype": "ObsA Main", "title": "r", "rows": lines}).insert()
        doc.remove(doc.rows[1])
        if row.id != "rest-022":
            doc.save()
            doc = frappe.get_doc("ObsA Main", doc.name)
        if row.id == "rest-024":
            doc.rows.reverse()
            doc.save()
            doc = frappe.get_doc("ObsA Main", doc.name)
        return {"idx": [[each.item, each.idx] for each in doc.rows]}


@step(25)
def copy(world: World, row: Row) -> Any:
    with world.session():
        lines = [{"item": letter} for letter in "abc"]
        doc = frappe.get_doc({"doctype": "ObsA Main", "title": "r", "rows": lines}).insert()
        copied = frappe.copy_doc(doc)
        return {
            "name": copied.name,
            "docstatus": int(copied.docstatus or 0),
            "islocal": copied.get("__islocal"),
            "row_names": [each.name for each in copied.rows],
            "creation": copied.creation,
            "amended_from": copied.amended_from,
        }


@step(26)
def copy_without(world: World, row: Row) -> Any:
    with world.session():
        values = {"doctype": "ObsA Main", "title": "r", "nocopy": "secret", "fixed": "fx"}
        doc = frappe.get_doc(values).insert()
        copied, left_out = frappe.copy_doc(doc), frappe.copy_doc(doc, ignore_no_copy=False)
        found = {key: copied.get(key) for key in ("nocopy", "fixed")}
        return {**found, "with ignore_no_copy=False": left_out.nocopy}


@step(27)
def unknown_row(world: World, row: Row) -> Any:
    doc = world.kept["doc"] = make(world, {"item": "a"}, {"item": "b"})
    ghost = {"name": "unknownrow", "item": "ghost"}
    body = {"rows": [doc["rows"][0], ghost]}
    status, answer = world.rest("PUT", f"{MAIN}/{doc['name']}", body)
    lines = read(world, doc)["rows"]
    return {
        "status": status,
        "rows in the PUT answer": [each["item"] for each in answer["data"]["rows"]],
        "rows by GET": pairs(lines),
        "row named as sent": "unknownrow" in [each["name"] for each in lines],
    }


@step(28)
def deleted_row(world: World, row: Row) -> Any:
    doc = world.kept["doc"]
    body = {"rows": [{"name": doc["rows"][1]["name"], "item": "b again"}]}
    status, answer = world.rest("PUT", f"{MAIN}/{doc['name']}", body)
    if status != 200:
        return refusal(status, answer)
    return {"status": status, "rows by GET": pairs(read(world, doc)["rows"])}


@step(29)
def row_of_another(world: World, row: Row) -> Any:
    this, other = make(world, {"item": "mine"}), make(world, {"item": "theirs"})
    body = {"rows": [{"name": other["rows"][0]["name"], "item": "taken"}]}
    status, answer = world.rest("PUT", f"{MAIN}/{this['name']}", body)
    if status != 200:
        return refusal(status, answer)
    found = [pairs(read(world, doc)["rows"]) for doc in (this, other)]
    return {"status": status, "this": found[0], "other": found[1]}


@step(30)
def other_order(world: World, row: Row) -> Any:
    doc = make(world, {"item": "a"}, {"item": "b"})
    names = [{"name": each["name"], "item": each["item"]} for each in reversed(doc["rows"])]
    world.rest("PUT", f"{MAIN}/{doc['name']}", {"rows": names})
    return {"rows by GET": pairs(read(world, doc)["rows"])}


@step(31)
def keys_of_a_row(world: World, row: Row) -> Any:
    return {"keys": sorted(read(world, make(world, {"item": "a"}))["rows"][0])}
