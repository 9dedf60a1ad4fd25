"""The second half of `life`: direct writes, renaming, deleting, Singles, rows on their own, REST."""

from __future__ import annotations

from typing import Any

import frappe
from frappe.client import set_value
from lifecycle_life import MAIN, REST, ROWS, STEPS, load, main, step
from lifecycle_world import World

SINGLE = "ObsA Single"


@step("doc.db_set('title', 'x')")
def db_set(world: World) -> None:
    load(world, "second").db_set("title", "x")


@step("doc.db_set({'title','qty'})")
def db_set_many(world: World) -> None:
    load(world, "second").db_set({"title": "y", "qty": 2})


@step("doc.db_set(update_modified=False)")
def db_set_quietly(world: World) -> None:
    load(world, "second").db_set("title", "z", update_modified=False)


@step("frappe.db.set_value(doctype, name, field, value)")
def database_set_value(world: World) -> None:
    frappe.db.set_value(MAIN, world.kept["second"], "title", "q")


@step("frappe.client.set_value (whitelisted)")
def client_set_value(world: World) -> None:
    set_value(MAIN, world.kept["second"], "title", "r")


@step("frappe.client.set_value on a child row")
def client_set_value_of_a_row(world: World) -> None:
    set_value("ObsA Row", load(world, "second").rows[0].name, "item", "s")


@step("child row .db_set('item','v')")
def db_set_of_a_row(world: World) -> None:
    load(world, "second").rows[0].db_set("item", "v")


@step("doc.db_update()")
def db_update(world: World) -> None:
    load(world, "second").db_update()


@step("doc.reload()")
def reload(world: World) -> None:
    load(world, "second").reload()


@step("frappe.get_doc(doctype, name) only")
def get_doc(world: World) -> None:
    load(world, "second")


@step("desk getdoc(doctype, name)")
def getdoc(world: World) -> None:
    frappe.get_attr("frappe.desk.form.load.getdoc")(MAIN, world.kept["second"])


@step("frappe.copy_doc(doc) only")
def copy_doc(world: World) -> None:
    frappe.copy_doc(load(world, "second"))


@step("frappe.rename_doc(old,new)")
def rename_doc(world: World) -> None:
    frappe.rename_doc(MAIN, "SET-1", "SET-2")


@step("doc.rename('X') method")
def rename(world: World) -> None:
    frappe.get_doc(MAIN, "SET-2").rename("SET-3")


@step("rename_doc with merge=True (M-1 into M-2)")
def merge(world: World) -> None:
    from lifecycle_app import events

    for number in (1, 2):
        main(title=f"m{number}").insert(set_name=f"M-{number}")
    events.take()
    frappe.rename_doc(MAIN, "M-1", "M-2", merge=True)


@step("after merge: does the old name still exist?")
def merged(world: World) -> Any:
    target = frappe.db.get_value(MAIN, "M-2", "title")
    return {"exists": bool(frappe.db.exists(MAIN, "M-1")), "target_title": target}


@step("frappe.delete_doc draft")
def delete(world: World) -> None:
    frappe.delete_doc(MAIN, "M-2")


@step("frappe.delete_doc draft with child rows")
def delete_with_rows(world: World) -> None:
    frappe.delete_doc(MAIN, world.kept["second"])


@step("rows left in child table after delete")
def rows_left(world: World) -> Any:
    return {"count": frappe.db.count("ObsA Row", {"parent": world.kept["second"]})}


@step("frappe.delete_doc submitted")
def delete_submitted(world: World) -> None:
    frappe.delete_doc(MAIN, world.kept["third"])


@step("frappe.delete_doc submitted, force=1")
def force_delete_submitted(world: World) -> None:
    frappe.delete_doc(MAIN, world.kept["third"], force=1)


@step("frappe.delete_doc cancelled, still named by an amended copy")
def delete_amended(world: World) -> None:
    frappe.delete_doc(MAIN, world.kept["first"])


@step("frappe.delete_doc missing document")
def delete_missing(world: World) -> None:
    frappe.delete_doc(MAIN, "NO-SUCH")


@step("frappe.delete_doc missing, ignore_missing=False")
def delete_missing_aloud(world: World) -> None:
    frappe.delete_doc(MAIN, "NO-SUCH", ignore_missing=False)


@step("doc.delete()")
def delete_method(world: World) -> None:
    frappe.get_doc(MAIN, "SET-3").delete()


@step("set docstatus=1 then save()")
def save_submitted(world: World) -> None:
    from lifecycle_app import events

    doc = main(title="f").insert()
    events.take()
    doc.docstatus = 1
    doc.save()


@step("insert with flags.ignore_validate")
def insert_unvalidated(world: World) -> None:
    doc = main(title="g")
    doc.flags.ignore_validate = True
    doc.insert()


@step("save Single")
def save_single(world: World) -> None:
    doc = frappe.get_doc(SINGLE)
    doc.title = "s"
    doc.save()


@step("save Single again with child row")
def save_single_with_row(world: World) -> None:
    doc = frappe.get_doc(SINGLE)
    doc.append("rows", {"item": "r"})
    doc.save()


@step("insert() on Single")
def insert_single(world: World) -> None:
    frappe.get_doc({"doctype": SINGLE, "title": "t"}).insert()


@step("db_set on Single")
def db_set_single(world: World) -> None:
    frappe.get_doc(SINGLE).db_set("title", "u")


@step("frappe.db.set_single_value")
def set_single_value(world: World) -> None:
    frappe.db.set_single_value(SINGLE, "title", "v")


@step("insert refused by framework check (bad select)")
def insert_refused(world: World) -> None:
    main(title="h", status="Bad").insert()


@step("insert with a Link to a missing record (the Link has fetch_from fields)")
def insert_dangling(world: World) -> None:
    main(title="i", link="NOPE").insert()


@step("insert of a row with missing mandatory child field")
def insert_incomplete_row(world: World) -> None:
    main(title="j", rows=[{}]).insert()


@step("frappe.new_doc only")
def new_doc(world: World) -> None:
    frappe.new_doc(MAIN)


@step("frappe.get_doc(dict) only (no save)")
def get_doc_of_values(world: World) -> None:
    main(title="k")


@step("doc.run_method('custom_thing') with no method")
def run_unknown_method(world: World) -> None:
    main(title="l").run_method("another_thing")


@step("doc.db_insert()")
def db_insert(world: World) -> None:
    doc = main(title="m")
    doc.name = "RAW-1"
    doc.db_insert()


@step("child row inserted on its own with parent set")
def insert_row(world: World) -> None:
    from lifecycle_app import events

    world.kept["holder"] = main(title="n").insert().name
    events.take()
    parent = {"parent": world.kept["holder"], "parenttype": MAIN, "parentfield": "rows"}
    row = frappe.get_doc({"doctype": "ObsA Row", "item": "o", **parent}).insert()
    world.kept["row"] = row.name


@step("child row saved on its own")
def save_own_row(world: World) -> None:
    row = frappe.get_doc("ObsA Row", world.kept["row"])
    row.item = "p"
    row.save()


@step("child row deleted on its own")
def delete_row(world: World) -> None:
    frappe.delete_doc("ObsA Row", world.kept["row"])


@step("REST POST create")
def post(world: World) -> Any:
    status, answer = world.rest("POST", REST, {"title": "q", "rows": [{"item": "r"}]})
    world.kept["rest"] = answer["data"]["name"]
    return status, answer


def path(world: World, key: str = "rest") -> str:
    return f"{REST}/{world.kept[key]}"


@step("REST GET one")
def get(world: World) -> Any:
    return world.rest("GET", path(world))


@step("REST PUT one field", "REST PUT same value")
def put(world: World) -> Any:
    return world.rest("PUT", path(world), {"title": "s"})


@step("REST PUT docstatus 1")
def put_submit(world: World) -> Any:
    return world.rest("PUT", path(world), {"docstatus": 1})


@step("REST PUT allow_on_submit field")
def put_after_submit(world: World) -> Any:
    return world.rest("PUT", path(world), {"note": "t"})


@step("REST PUT docstatus 2")
def put_cancel(world: World) -> Any:
    return world.rest("PUT", path(world), {"docstatus": 2})


@step("REST DELETE cancelled")
def delete_cancelled(world: World) -> Any:
    return world.rest("DELETE", path(world))


@step("REST POST child row doctype directly")
def post_row(world: World) -> Any:
    parent = {"parent": world.kept["holder"], "parenttype": MAIN, "parentfield": "rows"}
    status, answer = world.rest("POST", ROWS, {"item": "u", **parent})
    world.kept["row"] = (answer.get("data") or {}).get("name")
    return status, answer


@step("REST PUT child row directly")
def put_row(world: World) -> Any:
    return world.rest("PUT", f"{ROWS}/{world.kept['row']}", {"item": "v"})


@step("REST DELETE child row directly")
def delete_own_row(world: World) -> Any:
    return world.rest("DELETE", f"{ROWS}/{world.kept['row']}")


__all__ = ["STEPS"]
