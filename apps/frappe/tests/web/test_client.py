"""frappe.client (observed rows N): shapes and refusals."""

from __future__ import annotations

from typing import Any

import pytest
from web_world import World

MAIN = {"doctype": "Web Main"}
READS = [
    ("N03", "get_value", {**MAIN, "fieldname": "title", "filters": "M-001"}, {"title": "Title 1"}),
    (
        "N03b",
        "get_value",
        {**MAIN, "fieldname": '["title","n"]', "filters": {"name": "M-001"}},
        {"title": "Title 1", "n": 1},
    ),
    ("N03c", "get_value", {**MAIN, "fieldname": "title", "filters": "NOPE"}, {}),
    (
        "N03d",
        "get_value",
        {**MAIN, "fieldname": "title", "filters": "M-001", "as_dict": 0},
        "Title 1",
    ),
    (
        "N03g",
        "get_value",
        {**MAIN, "fieldname": "title", "filters": '{"name":"M-001"}'},
        {"title": "Title 1"},
    ),
    (
        "N12",
        "validate_link",
        {**MAIN, "docname": "M-001", "fields": '["title"]'},
        {"name": "M-001", "title": "Title 1"},
    ),
    ("N12b", "validate_link", {**MAIN, "docname": "NOPE"}, {"name": None}),
    ("N12c", "validate_link", {**MAIN, "docname": "m-001"}, {"name": "M-001"}),
    ("single", "get_single_value", {"doctype": "Web Single", "field": "a"}, ""),
    (
        "perm",
        "has_permission",
        {**MAIN, "docname": "M-001", "perm_type": "write"},
        {"has_permission": True},
    ),
]
REFUSALS = [
    ("N01c", "get", {**MAIN, "name": "NOPE"}, 404, "DoesNotExistError"),
    ("N01d", "get", {**MAIN, "filters": {"title": "zzz"}}, 404, "DoesNotExistError"),
    ("N03f", "get_value", {**MAIN, "fieldname": "nope", "filters": "M-001"}, 417, "DataError"),
    ("N05c", "insert", {"doc": {"title": "x"}}, 417, "ValidationError"),
    ("N06b", "insert_many", {"docs": [{**MAIN, "title": "x"}] * 201}, 417, "ValidationError"),
    (
        "N08c",
        "set_value",
        {**MAIN, "name": "M-001", "fieldname": "owner", "value": "x"},
        417,
        "ValidationError",
    ),
    (
        "N08f",
        "set_value",
        {**MAIN, "name": "M-001", "fieldname": "docstatus", "value": 1},
        417,
        "ValidationError",
    ),
    (
        "N08dict",
        "set_value",
        {**MAIN, "name": "M-001", "fieldname": {"owner": "x"}},
        417,
        "ValidationError",
    ),
    ("N12e", "validate_link", {**MAIN, "docname": 5}, 417, "FrappeTypeError"),
    ("A60d", "insert", {}, 417, "ValidationError"),
    ("A60f", "get_count", {"doctype": ["x"]}, 417, "FrappeTypeError"),
    ("B15b", "get_count", {"x": 1}, 417, "ValidationError"),
]


@pytest.mark.parametrize(
    ("row", "method", "arguments", "expected"), READS, ids=[r[0] for r in READS]
)
def test_a_reading_call(
    world: World, row: str, method: str, arguments: dict[str, Any], expected: Any
) -> None:
    """The message as observed."""
    answer = world.sys.rpc(f"frappe.client.{method}", **arguments)
    assert (answer.status_code, answer.json.get("message")) == (200, expected), answer.text


@pytest.mark.parametrize(
    ("row", "method", "arguments", "status", "kind"), REFUSALS, ids=[r[0] for r in REFUSALS]
)
def test_a_refused_call(
    world: World, row: str, method: str, arguments: dict[str, Any], status: int, kind: str
) -> None:
    """A named error with a sentence, never a 500."""
    answer = world.sys.rpc(f"frappe.client.{method}", **arguments)
    assert (answer.status_code, answer.json["exc_type"]) == (status, kind), answer.text


def test_get_keeps_empty_fields(world: World) -> None:
    """N01: unlike REST; fields of a higher level are absent or empty for a reader (closed hole
    P-LEAK-3)."""
    message = world.sys.rpc("frappe.client.get", **MAIN, name="M-005").json["message"]
    assert message["dd"] is None
    assert message["items"] == []
    assert (
        not world.reader.rpc("frappe.client.get", **MAIN, name="M-001")
        .json["message"]
        .get("secret_note")
    )
    for filters in ("{}", {}):
        newest = world.sys.rpc("frappe.client.get", **MAIN, filters=filters).json["message"]
        assert newest["doctype"] == "Web Main"


def test_insert_save_and_delete(world: World) -> None:
    """N05, N07, N08, N16."""
    made = world.sys.rpc("frappe.client.insert", doc={**MAIN, "name": "CI-1", "title": "x"}).json[
        "message"
    ]
    assert (
        world.sys.rpc("frappe.client.save", doc={**made, "title": "y"}).json["message"]["title"]
        == "y"
    )
    stale = world.sys.rpc("frappe.client.save", doc={**made, "title": "z"})
    assert stale.json["exc_type"] == "TimestampMismatchError"
    both = {"n": 5, "amount": 2}
    changed = world.sys.rpc("frappe.client.set_value", **MAIN, name="CI-1", fieldname=both)
    assert changed.status_code == 200, changed.text
    values = changed.json["message"]
    assert (values["n"], values["amount"]) == (5, 2)
    assert world.sys.rpc("frappe.client.delete", **MAIN, name="CI-1").json == {}


def test_rows_of_a_child_table(world: World) -> None:
    """N05b, N08g: the parent is what comes back."""
    row = {
        "doctype": "Web Child",
        "parent": "M-004",
        "parenttype": "Web Main",
        "parentfield": "items",
        "item": "k",
    }
    parent = world.sys.rpc("frappe.client.insert", doc=row).json["message"]
    assert parent["name"] == "M-004"
    assert parent["items"][0]["item"] == "k"
    name = parent["items"][0]["name"]
    changed = world.sys.rpc(
        "frappe.client.set_value", doctype="Web Child", name=name, fieldname="qty", value=7
    ).json
    assert changed["message"]["items"][0]["qty"] == 7


def test_a_bulk_update_lists_what_failed(world: World) -> None:
    """N10: the others stand."""
    docs = [
        {**MAIN, "docname": "M-006", "title": "bulk"},
        {**MAIN, "docname": "NOPE", "title": "x"},
    ]
    answer = world.sys.rpc("frappe.client.bulk_update", docs=docs).json["message"]
    assert [entry["doc"]["docname"] for entry in answer["failed_docs"]] == ["NOPE"]
    assert world.sys("GET", "/api/resource/Web Main/M-006").json["data"]["title"] == "bulk"


def test_renaming(world: World) -> None:
    """N11: the new name; an existing one is refused, a missing one is 404."""
    rename = "frappe.client.rename_doc"
    world.sys.rpc("frappe.client.insert", doc={**MAIN, "name": "RN-1", "title": "x"})
    assert world.sys.rpc(rename, **MAIN, old_name="RN-1", new_name="RN-2").json["message"] == "RN-2"
    assert world.sys.rpc(rename, **MAIN, old_name="RN-2", new_name="M-001").status_code == 417
    assert world.sys.rpc(rename, **MAIN, old_name="NOPE", new_name="RN-3").status_code == 404


def test_renaming_as_forms_ask_for_it(world: World) -> None:
    """`frappe.rename_doc` with its own words; not for a reader, not by GET."""
    world.sys.rpc("frappe.client.insert", doc={**MAIN, "name": "RF-1", "title": "x"})
    asked = {**MAIN, "old": "RF-1", "new": "RF-2"}
    assert world.reader.rpc("frappe.rename_doc", **asked).status_code == 403
    assert world.sys("GET", "/api/method/frappe.rename_doc", query_string=asked).status_code == 403
    assert world.sys.rpc("frappe.rename_doc", **asked).json["message"] == "RF-2"
