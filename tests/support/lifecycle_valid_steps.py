"""The rows of `valid` that need more than one request: links to submitted records, stale copies, locks."""

from __future__ import annotations

from typing import Any

import frappe
from lifecycle_valid import STEPS, outcome, post, put, step
from lifecycle_world import World, attempt, refusal
from parity_ledger import Row

MAIN, VALID, TARGET = (f"/api/resource/ObsA {each}" for each in ("Main", "Valid", "STgt"))


def make(world: World, path: str, **values: Any) -> dict[str, Any]:
    """The record that a POST made."""
    status, answer = world.rest("POST", path, values)
    assert status == 200, answer
    return dict(answer["data"])


@step("300")
def link_submitted(world: World, row: Row) -> Any:
    target = world.kept["target"] = make(world, TARGET, title="t", docstatus=1)["name"]
    given = {key: value for key, value in row.given.items() if key == "docstatus"}
    status, answer = world.rest("POST", MAIN, {**row.given, "slink": target})
    world.kept["referrer"] = (answer.get("data") or {}).get("name")
    return outcome(status, answer, given)


@step("301")
def link_submitted_from_a_plain_record(world: World, row: Row) -> Any:
    found = post(world, "Valid", {**row.given, "slnk": world.kept["target"]})
    if found.get("saved"):
        found["saved"]["slnk"] = found["saved"]["slnk"].replace(world.kept["target"], "<hash>")
    return found


@step("302", "304")
def cancel_the_target(world: World, row: Row) -> Any:
    return put(world, "STgt", row.given, world.kept["target"])


@step("303")
def cancel_the_referrer(world: World, row: Row) -> Any:
    return put(world, "Main", row.given, world.kept["referrer"])


@step("305")
def link_cancelled(world: World, row: Row) -> Any:
    return refusal(*world.rest("POST", MAIN, {"title": "x", "slink": world.kept["target"]}))


@step("306")
def link_cancelled_from_a_plain_record(world: World, row: Row) -> Any:
    return {"status": post(world, "Valid", {"slnk": world.kept["target"]})["status"]}


@step("307")
def delete_cancelled(world: World, row: Row) -> Any:
    return refusal(*world.rest("DELETE", f"{TARGET}/{world.kept['target']}"))


@step("309")
def delete_linked(world: World, row: Row) -> Any:
    return refusal(*world.rest("DELETE", "/api/resource/ObsA Tgt/T2"))


@step("310")
def submit_a_plain_record(world: World, row: Row) -> Any:
    status, answer = world.rest("POST", "/api/resource/ObsA Named", {"title": "p", "docstatus": 1})
    return _docstatus(status, answer)


@step("311")
def submit_a_plain_record_later(world: World, row: Row) -> Any:
    name = make(world, "/api/resource/ObsA Named", title="q")["name"]
    return _docstatus(*world.rest("PUT", f"/api/resource/ObsA Named/{name}", {"docstatus": 1}))


def _docstatus(status: int, answer: dict[str, Any]) -> Any:
    found = refusal(status, answer)
    return {**found, "docstatus": answer["data"]["docstatus"]} if status == 200 else found


@step("294")
def cancel_with_a_change(world: World, row: Row) -> Any:
    """The rows that follow are about the cancelled record, so it is cancelled in any case."""
    found = put(world, "Main", row.given, world.kept["main"])
    if found["status"] != 200:
        put(world, "Main", {"docstatus": 2}, world.kept["main"])
    return found


@step("312")
def cancel_with_changes(world: World, row: Row) -> Any:
    doc = make(world, MAIN, title="a", rows=[{"item": "r"}], docstatus=1)
    doc["rows"][0]["item"] = "changed row"
    body = {"docstatus": 2, "title": row.given["title"], "rows": doc["rows"]}
    status, answer = world.rest("PUT", f"{MAIN}/{doc['name']}", body)
    if status != 200:
        return refusal(status, answer)
    data = world.rest("GET", f"{MAIN}/{doc['name']}")[1]["data"]
    line = data["rows"][0]
    return {
        "title": data["title"],
        "docstatus": data["docstatus"],
        "row": [line["item"], line["docstatus"]],
    }


@step("313")
def add_a_row_after_submit(world: World, row: Row) -> Any:
    doc = make(world, MAIN, title="a", arows=[{"item": "r"}], docstatus=1)
    body = {"arows": [*doc["arows"], {"item": "s"}]}
    status, answer = world.rest("PUT", f"{MAIN}/{doc['name']}", body)
    if status != 200:
        return refusal(status, answer)
    data = world.rest("GET", f"{MAIN}/{doc['name']}")[1]["data"]
    return {"status": status, "docstatus_of_rows": [each["docstatus"] for each in data["arows"]]}


@step("314")
def two_copies(world: World, row: Row) -> Any:
    with world.session():
        name = frappe.get_doc({"doctype": "ObsA Main", "title": "1"}).insert().name
        first, second = (frappe.get_doc("ObsA Main", name) for _copy in range(2))
        first.title = second.title = "2"
        first.save()
        return attempt(lambda: second.save().title)


@step("315")
def same_object_twice(world: World, row: Row) -> Any:
    with world.session():
        doc = frappe.get_doc({"doctype": "ObsA Main", "title": "1"}).insert()
        doc.title = "2"
        doc.save()
        doc.title = "3"
        return attempt(lambda: doc.save().title)


@step("316")
def db_set_then_save(world: World, row: Row) -> Any:
    with world.session():
        doc = frappe.get_doc({"doctype": "ObsA Main", "title": "1"}).insert()
        doc.db_set("title", "3")
        doc.title = "4"
        return attempt(lambda: doc.save().title)


@step("317", "318")
def set_value_then_save_an_older_copy(world: World, row: Row) -> Any:
    with world.session():
        doc = frappe.get_doc({"doctype": "ObsA Main", "title": "1"}).insert()
        moves = "update_modified=False" not in row.when
        frappe.db.set_value("ObsA Main", doc.name, "qty", 5, update_modified=moves)
        doc.title = "zz"
        return attempt(lambda: doc.save().title)


@step("319", "320", "321", "322")
def modified_sent(world: World, row: Row) -> Any:
    doc = make(world, MAIN, title="a")
    sent = {
        "current modified": doc["modified"],
        "modified without microseconds": doc["modified"].split(".")[0],
        "modified ''": "",
        "modified null": None,
    }[row.given["modified"]]
    body = {"title": "b", "modified": sent}
    return refusal(*world.rest("PUT", f"{MAIN}/{doc['name']}", body))


@step("323", "324")
def select_in_test_and_import(world: World, row: Row) -> Any:
    with world.session() as context:
        flag = "in_test" if "flags.in_test" in row.given else "in_import"
        context.flags[flag] = True
        values = {"doctype": "ObsA Main", "title": "x", "status": row.given["status"]}
        return attempt(lambda: frappe.get_doc(values).insert().status)


@step("325")
def save_while_locked(world: World, row: Row) -> Any:
    world.kept["locked"] = make(world, MAIN, title="a")["name"]
    with world.session():
        doc = frappe.get_doc("ObsA Main", world.kept["locked"])
        doc.lock()
        return attempt(lambda: doc.save().title)


@step("326")
def put_while_locked(world: World, row: Row) -> Any:
    return refusal(*world.rest("PUT", f"{MAIN}/{world.kept['locked']}", {"title": "b"}))


@step("327")
def delete_while_locked(world: World, row: Row) -> Any:
    return refusal(*world.rest("DELETE", f"{MAIN}/{world.kept['locked']}"))


__all__ = ["STEPS"]
