"""Replays the order of events (life): each operation once, on records that go through the whole table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
from lifecycle_app import events
from lifecycle_world import World, attempt, shrunk
from parity_ledger import Row

MAIN = "ObsA Main"
REST = "/api/resource/ObsA Main"
ROWS = "/api/resource/ObsA Row"
Step = Callable[[World], Any]
STEPS: dict[str, Step] = {}


def step(*operations: str) -> Callable[[Step], Step]:
    """The function of the rows whose `when` begins so."""

    def remember(function: Step) -> Step:
        STEPS.update(dict.fromkeys(operations, function))
        return function

    return remember


def run(world: World, row: Row) -> Any:
    """What was heard, in which state; or the fact that the row asks for."""
    function = STEPS[row.when]
    events.take()
    if row.when.startswith("REST"):
        status = function(world)[0]
        return shrunk({**events.take(), "status": status})
    with world.session():
        done = attempt(lambda: function(world))
        heard = events.take()
    if "error" in done:
        return {**heard, "error": done["error"]}
    return shrunk(done["ok"]) if row.id in FACTS else shrunk(heard)


FACTS = ("life-005", "life-024", "life-040", "life-043")


def main(**values: Any) -> Any:
    return frappe.get_doc({"doctype": MAIN, **values})


def load(world: World, key: str) -> Any:
    return frappe.get_doc(MAIN, world.kept[key])


@step("insert draft")
def insert(world: World) -> None:
    world.kept["first"] = main(title="a").insert().name


@step("insert draft with two child rows")
def insert_with_rows(world: World) -> None:
    rows = [{"item": "x"}, {"item": "y"}]
    world.kept["second"] = main(title="b", link="T1", rows=rows).insert().name


@step("insert with docstatus 1")
def insert_submitted(world: World) -> None:
    world.kept["third"] = main(title="c", docstatus=1).insert().name


@step("insert with name preset (doc.name='PRESET-1')")
def insert_preset(world: World) -> None:
    world.kept["preset"] = main(title="d", name="PRESET-1").insert().name


@step("insert")
def preset_name(world: World) -> Any:
    return {"resulting_name": world.kept["preset"]}


@step("insert(set_name='SET-1')")
def insert_named(world: World) -> None:
    main(title="e").insert(set_name="SET-1")


@step("save, nothing changed")
def save(world: World) -> None:
    load(world, "first").save()


@step("save with a changed field")
def save_changed(world: World) -> None:
    doc = load(world, "first")
    doc.title = "a2"
    doc.save()


@step("save with only a child row changed")
def save_row(world: World) -> None:
    doc = load(world, "second")
    doc.rows[0].item = "x2"
    doc.save()


@step("save with a child row added")
def add_row(world: World) -> None:
    doc = load(world, "second")
    doc.append("rows", {"item": "z"})
    doc.save()


@step("save with a child row removed")
def remove_row(world: World) -> None:
    doc = load(world, "second")
    doc.remove(doc.rows[0])
    doc.save()


@step("submit()")
def submit(world: World) -> None:
    load(world, "first").submit()


@step("save after submit, allow_on_submit field changed")
def update_after_submit(world: World) -> None:
    doc = load(world, "first")
    doc.note = "n"
    doc.save()


@step("save after submit, nothing changed")
def save_after_submit(world: World) -> None:
    load(world, "first").save()


@step("save after submit, row added in allow_on_submit table")
def add_row_after_submit(world: World) -> None:
    doc = load(world, "first")
    doc.append("arows", {"item": "late"})
    doc.save()


@step("save after submit, allow_on_submit field of a row of allow_on_submit table changed")
def change_open_field_of_a_row(world: World) -> None:
    doc = load(world, "first")
    doc.arows[0].late = "l"
    doc.save()


@step("save after submit, ordinary field of a row of allow_on_submit table changed")
def change_field_of_a_row(world: World) -> None:
    doc = load(world, "first")
    doc.arows[0].item = "other"
    doc.save()


@step("save after submit, row removed from allow_on_submit table")
def remove_row_after_submit(world: World) -> None:
    doc = load(world, "first")
    doc.remove(doc.arows[0])
    doc.save()


@step("save after submit, ordinary field changed")
def change_after_submit(world: World) -> None:
    doc = load(world, "first")
    doc.title = "other"
    doc.save()


@step("save after submit, row added in ordinary table")
def add_ordinary_row_after_submit(world: World) -> None:
    doc = load(world, "first")
    doc.append("rows", {"item": "no"})
    doc.save()


@step("cancel()")
def cancel(world: World) -> None:
    load(world, "first").cancel()


@step("save after cancel, allow_on_submit field changed")
def save_after_cancel(world: World) -> None:
    doc = load(world, "first")
    doc.note = "m"
    doc.save()


@step("amend: copy_doc + amended_from + insert")
def amend(world: World) -> None:
    doc = frappe.copy_doc(load(world, "first"))
    doc.amended_from, doc.docstatus = world.kept["first"], 0
    world.kept["amended"] = doc.insert().name


@step("amended name")
def amended_name(world: World) -> Any:
    return {"name": world.kept["amended"].replace(world.kept["first"], "<N>")}
