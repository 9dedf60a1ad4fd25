"""The rows of `fetch`: what a link brings along, when, and into which fields."""

from __future__ import annotations

from typing import Any

import frappe
from lifecycle_defaults import STEPS, define, step
from lifecycle_types import field
from lifecycle_world import World, attempt
from parity_ledger import Row

MAIN = "ObsA Main"
SHOWN = ("link", "fetched", "fetched_if", "fetch_late")


def shown(doc: Any) -> dict[str, Any]:
    return {name: doc.get(name) for name in SHOWN}


def source(text: str) -> None:
    frappe.db.set_value("ObsA Tgt", "T1", "descr", text)


def story(world: World) -> Any:
    return frappe.get_doc(MAIN, world.kept["fetching"])


@step("fetch", 1, 2)
def insert(world: World, row: Row) -> Any:
    doc = frappe.get_doc({"doctype": MAIN, "title": "f", **row.given}).insert()
    world.kept["fetching"] = doc.name
    return shown(doc)


@step("fetch", 3, 4, 5)
def save(world: World, row: Row) -> Any:
    changes: dict[str, dict[str, Any]] = {
        "fetch-003": {"fetched": "typed", "fetched_if": "typed"},
        "fetch-004": {"fetched_if": ""},
        "fetch-005": {"link": "Tiếng"},
    }
    doc = story(world)
    doc.update(changes[row.id])
    return shown(doc.save())


@step("fetch", 6)
def cleared_with_none(world: World, row: Row) -> Any:
    doc = story(world)
    doc.link = None
    return shown(doc.save())


@step("fetch", 7)
def cleared_with_blank(world: World, row: Row) -> Any:
    doc = frappe.get_doc({"doctype": MAIN, "title": "f", "link": "T1"}).insert()
    doc.link = ""
    return shown(doc.save())


@step("fetch", 8)
def source_changed(world: World, row: Row) -> Any:
    doc = frappe.get_doc({"doctype": MAIN, "title": "f", "link": "T1"}).insert()
    world.kept["fetching"] = doc.name
    source("NEW descr")
    return shown(story(world))


@step("fetch", 9)
def saved_without_an_edit(world: World, row: Row) -> Any:
    return shown(story(world).save())


@step("fetch", 10)
def saved_after_submit(world: World, row: Row) -> Any:
    doc = story(world)
    doc.submit()
    source("AFTER submit")
    return shown(story(world).save())


@step("fetch", 11)
def missing(world: World, row: Row) -> Any:
    values = {"doctype": MAIN, "title": "f", "link": "NOPE", "fetched": "keep"}
    done = attempt(lambda: shown(frappe.get_doc(values).insert()))
    return done.get("ok", done)


@step("fetch", 12)
def rows(world: World, row: Row) -> Any:
    lines = [{"item": "r", **each} for each in row.given["rows"]]
    doc = frappe.get_doc({"doctype": MAIN, "title": "f", "rows": lines}).insert()
    source("desc T1")
    return {"rows": [{"ref_descr": each.ref_descr} for each in doc.rows]}


@step("fetch", 13)
def too_long(world: World, row: Row) -> Any:
    fields = [field("l", "Link", "ObsA Tgt"), field("short", length=3, fetch_from="l.descr")]
    define("ObsA Fetch", fields)
    return attempt(lambda: frappe.get_doc({"doctype": "ObsA Fetch", "l": "T1"}).insert())


@step("fetch", 14, 15, 16)
def definition(world: World, row: Row) -> Any:
    fields = [field("l", "Link", "ObsA Tgt"), field("x", fetch_from=row.given["fetch_from"])]
    done = attempt(lambda: define(f"ObsA Fetch {row.id[-2:]}", fields))
    return done if "error" in done else {"ok": True}


__all__ = ["STEPS"]
