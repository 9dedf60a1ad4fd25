"""Observed rows about what single calls show: P-LEAK, P-RPC, P-CHILD, P-SINGLE, P-PY."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
from parity_access_world import (
    KID,
    OTHER,
    PERM,
    SINGLE,
    TAG,
    World,
    outcome,
    perm,
    told,
)
from parity_ledger import Row

URL = f"/api/resource/{PERM}"


def make_records(world: World) -> None:
    """A record that everybody asks for, its first row in each table, and one for Python calls to change."""
    name = perm("read", OTHER, secret="s", tag="T1")
    doc = frappe.get_doc(PERM, name)
    world.made["read"] = name
    world.made["kid"], world.made["secret kid"] = doc.kids[0].name, doc.skids[0].name
    frappe.get_doc(SINGLE).update({"a": "x", "b": "y"}).save()


def run(world: World, row: Row) -> Any:
    kind = row.id.split("-")[1]
    if kind == "LEAK":
        return LEAKS[row.id](world)
    run_kind = {"RPC": _remote, "CHILD": _child, "SINGLE": _single, "PY": _python}[kind]
    return run_kind(world, row.given["role"], row)


def _put_answer(world: World) -> Any:
    answer = world.call("writer", "PUT", f"{URL}/{world.made['read']}", json={"title": "read"})
    doc = answer.json["data"]
    more = {"kids.hid present": "hid" in doc["kids"][0], "skids present": "skids" in doc}
    return told(answer, **{"has secret": "secret" in doc, **more})


def _secret(answer: Any, doc: Any) -> Any:
    return told(answer, **{"has secret": "secret" in doc, "secret value": doc.get("secret")})


def _client_get(world: World) -> Any:
    answer = world.ask("writer", "frappe.client.get", doctype=PERM, name=world.made["read"])
    return _secret(answer, answer.json["message"])


def _form(world: World) -> Any:
    method = "frappe.desk.form.load.getdoc"
    answer = world.ask("writer", method, doctype=PERM, name=world.made["read"])
    return _secret(answer, answer.json["docs"][0])


def _second_version(world: World) -> Any:
    answer = world.call("writer", "GET", f"/api/v2/document/{PERM}/{world.made['read']}")
    return _secret(answer, answer.json["data"])


def _blind_put(world: World) -> Any:
    answer = world.call("writeonly", "PUT", f"{URL}/{world.made['read']}", json={})
    return told(answer, **{"has title": "title" in answer.json["data"]})


def _counted(world: World, doctype: str, filters: Any) -> Any:
    answer = world.ask("none", "frappe.client.get_count", doctype=doctype, filters=filters)
    if answer.status_code != 200:
        return told(answer)
    with world.python():
        every = frappe.db.count(doctype, filters or None)
    return told(answer, counts=answer.json["message"] == every)


LEAKS: dict[str, Callable[[World], Any]] = {
    "P-LEAK-1": _put_answer,
    "P-LEAK-2": _client_get,
    "P-LEAK-3": _form,
    "P-LEAK-4": _second_version,
    "P-LEAK-5": _blind_put,
    "P-LEAK-6": lambda world: _counted(world, PERM, [["secret", "=", "s"]]),
    "P-LEAK-7": lambda world: _counted(world, "User", []),
}


def _remote(world: World, who: str, row: Row) -> Any:
    name = world.made["read"]
    arguments: dict[str, dict[str, Any]] = {
        "has_permission": {"doctype": PERM, "docname": name, "perm_type": "read"},
        "get_doc_permissions": {"doctype": PERM, "docname": name},
        "is_document_amended": {"doctype": PERM, "docname": name},
        "getdoctype": {"doctype": PERM},
        "get_stats": {"doctype": PERM, "stats": ["_user_tags"], "filters": []},
        "get_group_by_count": {"doctype": PERM, "current_filters": "[]", "field": "title"},
    }
    answer = world.ask(who, row.when, **arguments[row.when.rpartition(".")[2]])
    message = answer.json.get("message")
    if "get_stats" in row.when or "get_group_by" in row.when:
        message = type(message).__name__ if message is not None else None
    return told(answer, message=message)


def _child(world: World, who: str, row: Row) -> Any:
    url, kid = f"/api/resource/{KID}", world.made["kid"]
    keys = ["name", "item", "parentfield"]
    mixed = ["name", "kids.item", "kids.hid", "skids.item as si"]
    value = {"doctype": KID, "fieldname": "item", "filters": {"item": "read"}}
    on_child = [[KID, "item", "=", "read"]]
    with world.python(who):
        none = outcome(lambda: len(frappe.get_list(KID, limit_page_length=20)))
        some = outcome(lambda: len(frappe.get_list(KID, parent_doctype=PERM, limit_page_length=20)))
    return {
        "list no parent": told(world.rows(who, KID)),
        "list parent": _rows_told(world.rows(who, KID, parent=PERM, fields=keys), "parentfield"),
        "list wrong parent": told(world.rows(who, KID, parent=TAG)),
        "get kid": told(world.call(who, "GET", f"{url}/{kid}")),
        "get secret kid": told(world.call(who, "GET", f"{url}/{world.made['secret kid']}")),
        "put kid": told(world.call(who, "PUT", f"{url}/{kid}", json={"item": "read"})),
        "client.get_value no parent": told(world.ask(who, "frappe.client.get_value", **value)),
        "client.get_value parent": told(
            world.ask(who, "frappe.client.get_value", parent=PERM, **value)
        ),
        "parent list with child field": _keys_told(world.rows(who, fields=mixed)),
        "filter on child": told(world.rows(who, filters=on_child)),
        "link.field": _keys_told(world.rows(who, fields=["name", "tag.deep"])),
        "python get_list no parent": none,
        "python get_list parent_doctype": some,
    }


def _keys_told(answer: Any) -> Any:
    if answer.status_code != 200:
        return told(answer)
    return told(answer, keys=sorted(answer.json["data"][0]))


def _rows_told(answer: Any, field: str) -> Any:
    if answer.status_code != 200:
        return told(answer)
    data = answer.json["data"]
    values = sorted({each[field] for each in data})
    return told(answer, rows=len(data), fields=values, keys=sorted(data[0]))


def _single(world: World, who: str, row: Row) -> Any:
    url = f"/api/resource/{SINGLE}"
    record = f"{url}/{SINGLE}"
    got = world.call(who, "GET", record)
    value = {"doctype": SINGLE, "name": SINGLE, "fieldname": "a", "value": "x"}
    change = world.call(who, "POST", "/api/method/frappe.client.set_value", json=value)
    field = {"doctype": SINGLE, "fieldname": "a"}
    return {
        "get": told(got),
        "keys": sorted(got.json["data"]) if got.status_code == 200 else None,
        "list": told(world.rows(who, SINGLE)),
        "put": told(world.call(who, "PUT", record, json={"a": "x"})),
        "put secret": told(world.call(who, "PUT", record, json={"b": "z"})),
        "post": told(world.call(who, "POST", url, json={"a": "x"})),
        "delete": told(world.call(who, "DELETE", record)),
        "get_single_value": told(
            world.ask(who, "frappe.client.get_single_value", doctype=SINGLE, field="a")
        ),
        "get_value": told(world.ask(who, "frappe.client.get_value", **field)),
        "set_value": told(change),
    }


def _python(world: World, who: str, row: Row) -> Any:
    name = world.made["read"]
    new = {"doctype": PERM, "title": "new"}
    calls: dict[str, Callable[[], Any]] = {
        "get_doc": lambda: frappe.get_doc(PERM, name),
        "get_doc fields: secret visible": lambda: frappe.get_doc(PERM, name).secret == "s" or 1 / 0,
        "get_all": lambda: frappe.get_all(PERM),
        "get_list": lambda: frappe.get_list(PERM),
        "get_list ignore_permissions": lambda: frappe.get_list(PERM, ignore_permissions=True),
        "db.get_list": lambda: frappe.db.get_list(PERM),
        "db.get_value": lambda: frappe.db.get_value(PERM, name, "secret"),
        "db.set_value": lambda: frappe.db.set_value(PERM, name, "title", "set"),
        "db.count": lambda: frappe.db.count(PERM),
        "check_permission read": lambda: frappe.get_doc(PERM, name).check_permission("read"),
        "save": lambda: frappe.get_doc(PERM, name).save(),
        "db_set": lambda: frappe.get_doc(PERM, name).db_set("title", "set"),
        "insert": lambda: frappe.get_doc(new).insert(),
        "insert ignore_permissions": lambda: frappe.get_doc(new).insert(ignore_permissions=True),
        "delete_doc": lambda: frappe.delete_doc(PERM, name),
        "submit": lambda: frappe.get_doc(PERM, name).submit(),
        "new_doc": lambda: frappe.new_doc(PERM),
        "get_cached_doc": lambda: frappe.get_cached_doc(PERM, name),
        "get_last_doc": lambda: frappe.get_last_doc(PERM),
        "rename_doc": lambda: frappe.rename_doc(PERM, name, "renamed"),
        "has_permission throw": lambda: frappe.has_permission(PERM, "write", name, throw=True),
        "qb.get_query": lambda: frappe.qb.get_query(PERM, fields=["secret"]).run(),
    }
    with world.python(who):
        return {key: _done(call) for key, call in calls.items()}


def _done(call: Callable[[], Any]) -> Any:
    found = outcome(call)
    return found if isinstance(found, str) and found[:3].isdigit() else "ok"
