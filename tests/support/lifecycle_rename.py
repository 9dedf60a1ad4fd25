"""Replays renaming, merging and deleting, with the links that lead to the record."""

from __future__ import annotations

from typing import Any

import frappe
from lifecycle_records import STEPS, over_rest, step, valid
from lifecycle_world import World, attempt
from parity_ledger import Row

TARGET = "ObsA Tgt"


def target(name: str) -> str:
    return str(frappe.get_doc({"doctype": TARGET, "code": name, "descr": name}).insert().name)


def refused(action: Any) -> Any:
    done = attempt(action)
    return done if "error" in done else {"ok": done["ok"]}


@step("rename-001")
def rename(world: World, row: Row) -> Any:
    name = target("RNR")
    links = {"lnk": name, "dldt": TARGET, "dl": name, "multi": [{"ref": name}]}
    doc = valid("REF-R", mtab=[{"item": "x", "ref": name}], **links).insert()
    old = [doc.modified, frappe.db.get_value(TARGET, name, "modified")]
    returned = frappe.rename_doc(TARGET, name, "RXR")
    after = frappe.get_doc("ObsA Valid", doc.name)
    return {
        "returned": returned,
        "lnk": after.lnk,
        "dl": after.dl,
        "child": after.mtab[0].ref,
        "multi": after.multi[0].ref,
        "referrer_modified_changed": str(after.modified) != str(old[0]),
        "target_modified_changed": str(frappe.db.get_value(TARGET, "RXR", "modified"))
        != str(old[1]),
        "code": frappe.db.get_value(TARGET, "RXR", "code"),
    }


CASES: dict[str, tuple[str, str, bool]] = {
    "target name exists": ("RXR", "RYR", False),
    "same name": ("RXR", "RXR", False),
    "empty": ("RXR", "", False),
    "special": ("RXR", "a<b", False),
    "missing source": ("NOPER", "X", False),
    "case change only": ("RXR", "rxR", False),
    "padded new name": ("rxR", " RZR ", False),
    "merge into missing": ("RZR", "NOPE2R", True),
    "merge": ("RZR", "RYR", True),
}


@step(*(f"rename-{number:03}" for number in range(2, 11)))
def rename_case(world: World, row: Row) -> Any:
    if row.given["case"] == "target name exists":
        target("RYR")
    old, new, merge = CASES[row.given["case"]]
    return refused(lambda: frappe.rename_doc(TARGET, old, new, merge=merge))


@step("rename-011")
def after_merge(world: World, row: Row) -> Any:
    return {"lnk": frappe.db.get_value("ObsA Valid", "REF-R", "lnk")}


@step("rename-012")
def not_allowed(world: World, row: Row) -> Any:
    name = frappe.get_doc({"doctype": "ObsA Named", "title": "no"}).insert().name
    return refused(lambda: frappe.rename_doc("ObsA Named", name, "YES"))


@step("rename-013")
@over_rest
def rename_over_rest(world: World, row: Row) -> Any:
    with world.session():
        target("RV1R")
    body = {"doctype": TARGET, "old_name": "RV1R", "new_name": "RV2R"}
    status, answer = world.rest("POST", "/api/method/frappe.client.rename_doc", body)
    return {"status": status, "message": answer.get("message")}


@step("delete-001")
def linked_from_a_row(world: World, row: Row) -> Any:
    valid("DEL-1R", mtab=[{"item": "x", "ref": target("DLR")}]).insert()
    return refused(lambda: frappe.delete_doc(TARGET, "DLR"))


@step("delete-002")
def linked_dynamically(world: World, row: Row) -> Any:
    valid("DWR", dldt=TARGET, dl=target("DMR")).insert()
    return refused(lambda: frappe.delete_doc(TARGET, "DMR"))


@step("delete-003")
def forced(world: World, row: Row) -> Any:
    return refused(lambda: frappe.delete_doc(TARGET, "DMR", force=1))


@step("delete-004")
def dangling(world: World, row: Row) -> Any:
    return {"dl": frappe.db.get_value("ObsA Valid", "DWR", "dl")}


@step("delete-005")
def save_dangling(world: World, row: Row) -> Any:
    return refused(lambda: frappe.get_doc("ObsA Valid", "DWR").save().name)


@step("delete-006")
def permanently(world: World, row: Row) -> Any:
    target("DPR")
    before = frappe.db.count("Deleted Document")
    frappe.delete_doc(TARGET, "DPR", delete_permanently=True)
    return {"n": frappe.db.count("Deleted Document") - before}


__all__ = ["STEPS"]
