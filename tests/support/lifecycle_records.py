"""Replays Singles, virtual fields, flags, rows of submitted records, and the document's own methods."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
from lifecycle_defaults import define
from lifecycle_types import field
from lifecycle_world import FORMATS, OMITTED, World, attempt, refusal, shrunk, typed
from parity_ledger import Row

MAIN, SINGLE, VALID = "ObsA Main", "ObsA Single", "ObsA Valid"
ONE = "/api/resource/ObsA Single/ObsA Single"
Step = Callable[[World, Row], Any]
STEPS: dict[str, Step] = {}


def step(*ids: str) -> Callable[[Step], Step]:
    def remember(function: Step) -> Step:
        STEPS.update(dict.fromkeys(ids, function))
        return function

    return remember


def run(world: World, row: Row) -> Any:
    function = STEPS[row.id]
    if getattr(function, "over_rest", False):
        return shrunk(function(world, row))
    with world.session():
        return shrunk(function(world, row))


def over_rest(function: Step) -> Step:
    """Requests only: no session is open beside them."""
    function.over_rest = True  # type: ignore[attr-defined]
    return function


def stored() -> dict[str, Any]:
    rows = frappe.db.sql("select field, value from `tabSingles` where doctype = %s", (SINGLE,))
    return {name: value for name, value in rows if name not in ("creation", "modified")}


@step("single-001")
def save_single(world: World, row: Row) -> Any:
    doc = frappe.get_doc(SINGLE)
    doc.update({key.split(" ")[0]: value for key, value in row.given.items()})
    doc.title, doc.defd = "t", "dflt"
    doc.set("rows", [])
    doc.save()
    return {"rows": sorted([name, value] for name, value in stored().items())}


@step("single-002")
def load_single(world: World, row: Row) -> Any:
    doc = frappe.get_doc(SINGLE)
    names = ("title", "qty", "chk", "d", "fl", "dtime", "tm", "short", "defd")
    found: dict[str, Any] = {name: typed(doc.get(name)) for name in names}
    return {**found, "name": doc.name, "docstatus": int(doc.docstatus)}


@step("single-003")
def single_values(world: World, row: Row) -> Any:
    names = ("qty", "chk", "d", "fl", "dtime", "tm", "title")
    return {name: typed(frappe.db.get_single_value(SINGLE, name)) for name in names}


@step("single-004")
def values_of_no_name(world: World, row: Row) -> Any:
    names = ["qty", "chk", "d"]
    values = frappe.db.get_value(SINGLE, None, names)
    return {name: typed(value) for name, value in zip(names, values, strict=True)}


@step("single-005")
def save_empty(world: World, row: Row) -> Any:
    doc = frappe.get_doc(SINGLE)
    doc.update(row.given)
    doc.save()
    rows = stored()
    return {"rows": [[name, rows[name]] for name in ("d", "qty", "title")]}


@step("single-006")
@over_rest
def get_single(world: World, row: Row) -> Any:
    with world.session():
        doc = frappe.get_doc(SINGLE)
        doc.update({"title": "t", "d": "2026-01-02"})
        doc.save()
    status, answer = world.rest("GET", ONE)
    return {"status": status, "keys": sorted(answer["data"])}


@step("single-007")
@over_rest
def put_single(world: World, row: Row) -> Any:
    status, answer = world.rest("PUT", ONE, row.given)
    return {"status": status, "qty": answer["data"]["qty"]}


@step("single-008")
@over_rest
def list_single(world: World, row: Row) -> Any:
    return refusal(*world.rest("GET", "/api/resource/ObsA Single"))


@step("single-009")
@over_rest
def put_under_any_name(world: World, row: Row) -> Any:
    return refusal(*world.rest("PUT", "/api/resource/ObsA Single/anything", {"qty": 5}))


@step("single-010")
@over_rest
def delete_single(world: World, row: Row) -> Any:
    return refusal(*world.rest("DELETE", ONE))


@step("single-011")
def rows_left(world: World, row: Row) -> Any:
    return {"n": len(stored())}


@step("single-012")
def empty_single(world: World, row: Row) -> Any:
    doc = frappe.get_doc(SINGLE)
    return {"defd": doc.defd, "qty": typed(doc.qty), "title": doc.title}


@step("single-013")
def values_of_an_empty_single(world: World, row: Row) -> Any:
    value = frappe.db.get_single_value
    return {"qty": typed(value(SINGLE, "qty")), "title": value(SINGLE, "title")}


@step("virtual-001")
def virtual_field(world: World, row: Row) -> Any:
    options = row.given["is_virtual options"]
    define("ObsA Virt", [field("num", "Int"), field("virt", "Int", options, is_virtual=1)])
    doc = frappe.get_doc({"doctype": "ObsA Virt", "num": row.given["num"]}).insert()
    world.kept["virtual"] = doc.name
    attr, shown = typed(doc.virt), doc.as_dict()["virt"]
    exists = "virt" in frappe.db.get_table_columns("ObsA Virt")
    return {"attr": attr, "as_dict": shown, "column_exists": exists}


@step("virtual-002")
@over_rest
def get_virtual(world: World, row: Row) -> Any:
    path = f"/api/resource/ObsA Virt/{world.kept['virtual']}"
    return {"virt": world.rest("GET", path)[1]["data"].get("virt")}


@step("virtual-003")
@over_rest
def put_virtual(world: World, row: Row) -> Any:
    path = f"/api/resource/ObsA Virt/{world.kept['virtual']}"
    status, answer = world.rest("PUT", path, row.given)
    return {"status": status, "virt": answer["data"].get("virt")}


@step("virtual-004")
@over_rest
def list_virtual(world: World, row: Row) -> Any:
    status, answer = world.rest("GET", '/api/resource/ObsA Virt?fields=["name","virt"]')
    return {"status": status, "first": answer["data"][0].get("virt", OMITTED)}


def valid(name: str, **values: Any) -> Any:
    good = {"m": "x", "mtxt": "<p>t</p>"}
    return frappe.get_doc({"doctype": VALID, "name": name, **good, **values})


@step("flags-001")
def ignore_mandatory(world: World, row: Row) -> Any:
    return attempt(lambda: valid("IMR", m=None).insert(ignore_mandatory=True).name)


@step("flags-002")
def ignore_links(world: World, row: Row) -> Any:
    return attempt(lambda: valid("ILR", lnk="NOPE").insert(ignore_links=True).lnk)


@step("flags-003")
def ignore_validate(world: World, row: Row) -> Any:
    doc = valid("IVR", **row.given)
    doc.flags.ignore_validate = True
    return attempt(doc.insert)


@step("flags-004")
def ignore_if_duplicate(world: World, row: Row) -> Any:
    return attempt(lambda: valid("IMR").insert(ignore_if_duplicate=True).name)


@step("flags-005")
def db_insert(world: World, row: Row) -> Any:
    doc = frappe.get_doc({"doctype": MAIN, "name": "RAWXR", **row.given})
    return attempt(lambda: doc.db_insert() or frappe.db.get_value(MAIN, "RAWXR", "name"))


def with_rows(docstatus: int, table: str = "rows") -> Any:
    values = {"doctype": MAIN, "title": "c", table: [{"item": "r", "once": "o"}]}
    return frappe.get_doc({**values, "docstatus": docstatus}).insert()


@step("child-001")
def set_once_in_a_row(world: World, row: Row) -> Any:
    doc = with_rows(0)
    doc.rows[0].once = "p"
    return attempt(lambda: doc.save().name)


@step("child-002", "child-003")
def open_field_of_a_row(world: World, row: Row) -> Any:
    table = "rows" if row.given["table"] == "ordinary" else "arows"
    doc = with_rows(1, table)
    doc.get(table)[0].late = "l"
    return attempt(lambda: doc.save().name)


@step("child-004")
def other_idx(world: World, row: Row) -> Any:
    doc = with_rows(1)
    doc.rows[0].idx = 5
    return attempt(lambda: doc.save().name)


@step("child-005")
def equal_row(world: World, row: Row) -> Any:
    doc = with_rows(1)
    doc.set("rows", [{"item": "r", "once": "o"}])
    return attempt(doc.save)


@step("api-001")
def filter_rows(world: World, row: Row) -> Any:
    lines = [{"item": text[0], "qty": int(text[1])} for text in row.given["rows"].split(",")]
    doc = frappe.get_doc({"doctype": MAIN, "rows": lines})
    return [each.item for each in doc.get("rows", {"qty": 2})]


@step("api-002")
def unknown_name(world: World, row: Row) -> Any:
    doc = frappe.get_doc({"doctype": MAIN})
    return {"get": doc.get("nosuch"), "attr": attempt(lambda: doc.nosuch)}


@step("api-003")
def update(world: World, row: Row) -> Any:
    doc = frappe.get_doc({"doctype": MAIN})
    doc.update(row.given["update"])
    kind = {"AttrDict": "_dict"}.get(type(doc.flags).__name__, type(doc.flags).__name__)
    return {"doctype": doc.doctype, "title": doc.title, "flags_type": kind}


@step("api-004")
def docstatus(world: World, row: Row) -> Any:
    status = frappe.new_doc(MAIN).docstatus
    return {
        "type": type(status).__name__,
        "is_draft": status.is_draft(),
        "equals_0": status == 0,
    }


@step("api-005")
def after_insert(world: World, row: Row) -> Any:
    doc = frappe.get_doc({"doctype": MAIN, "title": "a"}).insert()
    return {
        "is_new": doc.is_new(),
        "islocal": doc.get("__islocal"),
        "has_value_changed": doc.has_value_changed("title"),
        "get_doc_before_save": doc.get_doc_before_save(),
    }


@step("api-006", "api-007")
def after_save(world: World, row: Row) -> Any:
    doc = frappe.get_doc({"doctype": MAIN, "title": "a"}).insert()
    doc.title = "a" if row.id == "api-006" else "b"
    doc.save()
    return {name: doc.has_value_changed(name) for name in row.then}


@step("api-008")
def loaded_types(world: World, row: Row) -> Any:
    name = frappe.get_doc({"doctype": MAIN, "title": "a"}).insert().name
    doc = frappe.get_doc(MAIN, name).save()
    found = {key: typed(doc.get(key)) for key in row.then}
    kind = "int" if isinstance(doc.docstatus, int) else type(doc.docstatus).__name__
    return {**found, "docstatus": [kind, int(doc.docstatus)]}


@step("api-009")
def title_and_address(world: World, row: Row) -> Any:
    doc = frappe.get_doc({"doctype": MAIN, "title": "n"}).insert()
    path = doc.get_url().replace(frappe.utils.get_url(), "").replace(doc.name, "<name>")
    return {"title": doc.get_title(), "url_path": path}


@step("api-010", "api-011", "api-012")
def not_there(world: World, row: Row) -> Any:
    arguments: dict[str, tuple[Any, ...]] = {
        "api-010": ("No Such DT", "x"),
        "api-011": (MAIN,),
        "api-012": (MAIN, {"title": "no such"}),
    }
    return attempt(lambda: frappe.get_doc(*arguments[row.id]).name)


@step("api-013")
def new_doc_with_values(world: World, row: Row) -> Any:
    return {"title": frappe.new_doc(MAIN, title="k").title}


@step("site-001")
def formats(world: World, row: Row) -> Any:
    found = {key: frappe.db.get_single_value("System Settings", key) for key in FORMATS}
    traces = frappe.db.get_single_value("System Settings", "allow_error_traceback")
    return {**found, "allow_error_traceback": traces}
