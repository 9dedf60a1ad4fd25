"""Replays what an empty field starts with (default) and what a link brings along (fetch)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
from lifecycle_types import doctype, field
from lifecycle_values import definition
from lifecycle_world import OMITTED, World, attempt, shrunk, typed
from parity_ledger import Row, load

Step = Callable[[World, Row], Any]
STEPS: dict[str, Step] = {}
PAYMENT = {"fieldname": "payment", "fieldtype": "Data", "default": ":ObsA D Cfg"}
USER = "obsa.defaults@example.com"
CONFIGURED = "obsa_d_cfg"


def step(part: str, *numbers: int) -> Callable[[Step], Step]:
    def remember(function: Step) -> Step:
        STEPS.update({f"{part}-{number:03}": function for number in numbers})
        return function

    return remember


def run(world: World, row: Row) -> Any:
    if row.when.startswith("new_doc / insert without value"):
        return shrunk(four_ways(world, row))
    with world.session():
        return shrunk(STEPS.get(row.id, by_definition)(world, row))


def define(name: str, fields: list[dict[str, Any]], **more: Any) -> Any:
    values = {
        "doctype": "DocType",
        "module": "Custom",
        "custom": 1,
        **doctype(name, fields, **more),
    }
    return frappe.get_doc(values).insert()


def by_definition(world: World, row: Row) -> Any:
    """Save a DocType with the default; then its column, a new record, and that record read again."""
    name = f"ObsA D{row.id.split('-')[1]}"
    fieldtype = row.given["fieldtype"]
    options = {"Link": "ObsA Tgt", "Select": "A\nB"}.get(fieldtype)
    x = field("x", fieldtype, options, default=row.given["default"])
    done = attempt(lambda: define(name, [field("title"), x]))
    if "error" in done:
        return done
    found: dict[str, Any] = {"column": definition(name, "x")}
    done = attempt(lambda: _new_and_loaded(name))
    return {**found, **({"value": done["ok"]} if "ok" in done else done)}


def _new_and_loaded(name: str) -> dict[str, Any]:
    new = typed(frappe.new_doc(name).x)
    stored = frappe.get_doc({"doctype": name}).insert().name
    return {"new_doc": new, "loaded": typed(frappe.get_doc(name, stored).x)}


def holder(world: World) -> str:
    """The DocType with all the defaults of the table, made once."""
    name = "ObsA D"
    if frappe.db.exists("DocType", name):
        return name
    define("ObsA D Cfg", [field("payment")], autoname="Prompt")
    frappe.get_doc({"doctype": "ObsA D Cfg", "name": "C1", "payment": "from C1"}).insert()
    rows = [
        field("item", default="child dflt"),
        field("q", "Int", default="4"),
        field("dd", "Date", default="Today"),
        field("u", default="__user"),
        PAYMENT,
    ]
    define("ObsA D Row", rows, istable=1)
    fields = [_field(row.given) for row in load("default").rows if "field" in (row.given or {})]
    define(
        name,
        [*fields, field(CONFIGURED, "Link", "ObsA D Cfg"), field("rows", "Table", "ObsA D Row")],
    )
    return name


def _field(given: dict[str, Any]) -> dict[str, Any]:
    found = field(given["field"], given["fieldtype"], given["options"], default=given["default"])
    extra: dict[str, dict[str, Any]] = {
        "hid": {"hidden": 1},
        "ro": {"read_only": 1},
        "fetched": {"fetch_from": "l_tgt.descr"},
        "fetched_if": {"fetch_from": "l_tgt.descr", "fetch_if_empty": 1},
    }
    return {**found, **extra.get(given["field"], {})}


def four_ways(world: World, row: Row) -> Any:
    """As new_doc, insert, a fresh load and REST show it."""
    name = row.given["field"]
    with world.session():
        kind = holder(world)
        new = frappe.new_doc(kind)
        inserted = frappe.get_doc({"doctype": kind}).insert()
        loaded = frappe.get_doc(kind, inserted.name)
        found = {
            "new_doc": typed(new.get(name)),
            "insert": typed(inserted.get(name)),
            "loaded": typed(loaded.get(name)),
        }
    _status, answer = world.rest("POST", "/api/resource/ObsA D", {})
    return {**found, "rest": answer["data"].get(name, OMITTED)}


@step("default", 59)
def none_sent(world: World, row: Row) -> Any:
    doc = frappe.get_doc({"doctype": holder(world), **row.given}).insert()
    return {key: doc.get(key) for key in row.given}


@step("default", 60)
def rows_inserted(world: World, row: Row) -> Any:
    doc = frappe.get_doc({"doctype": holder(world), "rows": row.given["rows"]}).insert()
    world.kept["with rows"] = doc.name
    return {"rows": [_keys(each, "item", "q", "dd", "u", "idx") for each in doc.rows]}


def _keys(doc: Any, *names: str) -> dict[str, Any]:
    return {name: doc.get(name) for name in names}


@step("default", 61)
def rows_appended(world: World, row: Row) -> Any:
    doc = frappe.get_doc(holder(world), world.kept["with rows"])
    for values in row.given["append"]:
        doc.append("rows", values)
    doc.save()
    return {"rows": [_keys(each, "item", "q", "dd", "idx") for each in doc.rows[3:]]}


@step("default", 62)
def appended_to_a_new_doc(world: World, row: Row) -> Any:
    line = frappe.new_doc(holder(world)).append("rows", {})
    found = _keys(line, "item", "q", "docstatus", "idx", "parentfield", "name")
    return {**found, "docstatus": int(found["docstatus"])}


@step("default", 63, 64, 65, 66)
def permitted(world: World, row: Row) -> Any:
    kind = holder(world)
    if not frappe.db.exists("User", USER):
        user = {"doctype": "User", "email": USER, "first_name": "D", "send_welcome_email": 0}
        frappe.get_doc(user).insert().add_roles("System Manager")
    for value, default in {"default-063": [("T2", 0)], "default-064": [("T1", 0)]}.get(row.id, []):
        _permit(value, default)
    if row.id == "default-065":
        frappe.db.set_value("User Permission", {"user": USER, "for_value": "T2"}, "is_default", 1)
        frappe.clear_cache(user=USER)
    frappe.set_user(USER)
    doc = frappe.new_doc(kind)
    if row.id == "default-066":
        doc = frappe.get_doc({"doctype": kind}).insert()
    frappe.set_user("Administrator")
    return _keys(doc, "l_bad", "l_tgt")


def _permit(value: str, default: int) -> None:
    values = {"user": USER, "allow": "ObsA Tgt", "for_value": value, "is_default": default}
    frappe.get_doc({"doctype": "User Permission", **values}).insert()


@step("default", 67)
def stored_for_the_user(world: World, row: Row) -> Any:
    name = "ObsA D User"
    fields = [
        field("s_text", default="plain"),
        field("no_dflt"),
        field("lk", "Link", "ObsA Tgt", default="T1"),
        field("language"),
    ]
    define(name, fields)
    for key, value in row.given["user defaults"].items():
        frappe.defaults.set_user_default(key, value)
    new, doc = frappe.new_doc(name), frappe.get_doc({"doctype": name}).insert()
    for key in row.given["user defaults"]:
        frappe.defaults.clear_user_default(key)
    names = ("s_text", "no_dflt", "lk")
    return {
        "new_doc": [new.get(each) for each in names],
        "insert": [doc.get(each) for each in names],
        "language field with no docfield default": new.language,
    }


@step("default", 68, 69)
def from_a_named_record(world: World, row: Row) -> Any:
    everybody = row.id == "default-069"
    kind = holder(world)
    setting = frappe.defaults.set_global_default if everybody else frappe.defaults.set_user_default
    setting(CONFIGURED, "C1")
    found = frappe.new_doc(kind).payment
    frappe.defaults.clear_default(CONFIGURED)
    return {"payment": found}


@step("default", 70)
def from_the_parent(world: World, row: Row) -> Any:
    parent = frappe.new_doc(holder(world))
    parent.set(CONFIGURED, "C1")
    return {"payment": frappe.new_doc("ObsA D Row", parent, "rows").payment}


@step("default", 71)
def from_the_stored_parent(world: World, row: Row) -> Any:
    values = {"doctype": holder(world), CONFIGURED: "C1", "rows": [{}]}
    return {"row.payment": frappe.get_doc(values).insert().rows[0].payment}


@step("default", 72)
def empty_sent(world: World, row: Row) -> Any:
    name = "ObsA D Empty"
    kinds = {
        "s_text": "Data",
        "num": "Int",
        "chk": "Check",
        "sel": "Select",
        "d": "Date",
        "t": "Time",
    }
    defaults = {"s_text": "plain", "num": "5", "chk": "1", "sel": "B", "d": "Today", "lk": "T1"}
    fields = [
        field(key, kind, "\nA\nB" if kind == "Select" else None, default=defaults.get(key))
        for key, kind in kinds.items()
    ]
    define(name, [*fields, field("lk", "Link", "ObsA Tgt", default="T1")])
    doc = frappe.get_doc({"doctype": name, **dict.fromkeys((*kinds, "lk"), "")}).insert()
    loaded = frappe.get_doc(name, doc.name)
    return {key: typed(loaded.get(key)) for key in (*kinds, "lk")}
