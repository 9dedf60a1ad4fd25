"""REST documents and lists, version 1 and 2 (observed rows B to J, N)."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from web_world import World

LIST = "/api/resource/Web Main"
V2 = "/api/v2/document/Web Main"
LISTS = [
    # row, path and query, status, (index, expected row) or length
    ("C01", f"{LIST}", 200, 20),
    ("D01", f"{V2}", 200, 20),
    ("C06", f"{LIST}?limit_start=5&limit_page_length=2", 200, ["M-005", "M-006"]),
    ("C06b", f"{LIST}?limit_page_length=0", 200, 30),
    ("C06c", f"{LIST}?limit_page_length=-1", 417, None),
    ("C06d", f"{LIST}?limit_page_length=abc", 200, 30),
    ("C06e", f"{LIST}?limit_page_length=3&limit=1", 200, 3),
    ("C06h", f"{LIST}?page_length=2", 200, 20),
    ("D03b", f"{V2}?limit_start=5&limit_page_length=2", 200, 20),
    ("D04", f"{V2}?limit=0", 200, 30),
    ("C02c", f"{LIST}?fields=name,title", 417, None),
    ("C02k", LIST + '?fields=["name"', 417, None),
    ("C02e", LIST + '?fields=["nope"]', 417, None),
    ("C02g", LIST + '?fields=["(select 1) as x"]', 417, None),
    ("C03", LIST + '?filters={"status":"Hold"}', 200, 10),
    ("C03b", LIST + '?filters=[["status","=","Hold"]]', 200, 10),
    ("C03c", LIST + '?filters=[["Web Main","n",">",27]]', 200, ["M-028", "M-029"]),
    ("C03d", LIST + '?filters={"n":["between",[1,2]]}', 200, ["M-001", "M-002"]),
    ("C03e", LIST + '?filters=[["status","in","Open,Hold"]]', 200, 20),
    ("C03f", LIST + '?filters=[["status","foo","x"]]', 417, None),
    ("C03g", LIST + '?filters={"nope":1}', 417, None),
    ("C03h", LIST + '?filters={"a', 417, None),
    ("C03i", LIST + '?filters=["status","=","Open"]', 417, None),
    ("C03j", f"{LIST}?filters=abc", 417, None),
    ("C03k", LIST + '?filters=[["status","in",[]]]', 200, 0),
    ("C03r", LIST + '?filters=[["Web Child","item","=","a"]]', 200, ["M-002"]),
    ("C04", LIST + '?or_filters=[["n","=",1],["n","=",2]]', 200, ["M-001", "M-002"]),
    ("C05", f"{LIST}?order_by=n desc&limit=2", 200, ["M-029", "M-028"]),
    ("C05b", f"{LIST}?order_by=nope", 417, None),
    ("C05c", f"{LIST}?order_by=(select 1)", 417, None),
    ("C05f", f"{LIST}?order_by=modified desc, name; drop", 417, None),
    ("C13", "/api/resource/Web Child", 403, None),
    ("C13b", "/api/resource/Web Child?parent=Web Main", 200, 2),
    ("C13-wrong", "/api/resource/Web Child?parent=Web Ref", 403, None),
    ("C14", "/api/resource/Web Single", 417, None),
    ("C16", "/api/v1/resource/Web Main?limit=1", 200, 1),
    ("D09", V2 + '?fields=["nope"]', 417, None),
]


@pytest.mark.parametrize(("row", "path", "status", "expected"), LISTS, ids=[r[0] for r in LISTS])
def test_a_list(world: World, row: str, path: str, status: int, expected: Any) -> None:
    """Rows, or a refusal with a sentence and no SQL; what stock answers with a 500 is a 417."""
    answer = world.sys("GET", quote(path, safe="/?=&"))
    assert answer.status_code == status, answer.text
    if status != 200:
        assert "select `" not in answer.text.lower()
    elif isinstance(expected, int):
        assert len(answer.json["data"]) == expected
    else:
        assert sorted(row["name"] for row in answer.json["data"]) == sorted(expected)


def test_debug_shows_no_statement(world: World) -> None:
    """Q-LIM-101: stock sends the SQL of the list to whoever asks with debug=1."""
    answer = world.reader("GET", f"{LIST}?debug=1&limit=1")

    assert sorted(answer.json) == ["data"]
    assert "select" not in answer.text.lower()


def test_a_list_of_lists(world: World) -> None:
    """C07, D06."""
    for path in (LIST, V2):
        rows = world.sys("GET", f'{path}?as_dict=0&limit=1&fields=["name","n"]').json["data"]
        assert rows == [["M-000", 0]]


def test_counts_of_version_2(world: World) -> None:
    """D12, U17."""
    path = "/api/v2/doctype/Web Main/count"
    assert world.sys("GET", path).json == {"data": 30}
    assert world.sys("GET", path + '?filters={"status":"Open"}').json == {"data": 10}
    assert world.reader("GET", "/api/v2/doctype/Web Hidden/count").status_code == 403
    assert world.sys("GET", "/api/v2/doctype/NoSuch/count").status_code == 404


NAMES = [
    "sp ace 1",
    "sl/ash",
    "Ünï-漢",
    "per%cent",
    "plus+1",
    "qu?est",
    "ha#sh",
    "am&p",
    "dot.",
    "quote's",
]


@pytest.mark.parametrize("name", NAMES)
def test_any_name_makes_the_round_trip(world: World, name: str) -> None:
    """G00-G12: create, read in both versions, delete."""
    assert world.sys("POST", LIST, json={"name": name, "title": "x"}).json["data"]["name"] == name
    for path in (f"{LIST}/{quote(name, safe='')}", f"{V2}/{quote(name, safe='')}/"):
        assert world.sys("GET", path).json["data"]["name"] == name
    answer = world.sys("DELETE", f"{LIST}/{quote(name, safe='')}")
    assert (answer.status_code, answer.json) == (202, {"data": "ok"})


WRITES = [
    # row, method, path, body, status, error class
    ("F01", "POST", LIST, {"name": "F-1"}, 417, "MandatoryError"),
    ("F02", "POST", LIST, {"name": "F-2", "title": "x", "ref": "Nope"}, 417, "LinkValidationError"),
    ("F03", "POST", LIST, {"name": "M-001", "title": "x"}, 409, "DuplicateEntryError"),
    ("F05", "POST", LIST, {"name": "F-5", "title": "x", "status": "Bad"}, 417, "ValidationError"),
    (
        "F07",
        "POST",
        LIST,
        {"name": "F-7", "title": "x", "short": "12345678901"},
        417,
        "CharacterLengthExceededError",
    ),
    ("F10", "POST", LIST, {"name": "a<b>", "title": "x"}, 409, "NameError"),
    ("F10b", "POST", LIST, {"title": "x"}, 417, "ValidationError"),
    ("F13c", "PUT", f"{LIST}/M-001", {"name": "OTHER"}, 404, "DoesNotExistError"),
    ("F14", "PUT", f"{LIST}/NOPE", {"title": "x"}, 404, "DoesNotExistError"),
    (
        "F11",
        "PUT",
        f"{LIST}/M-001",
        {"modified": "2020-01-01 00:00:00.000000"},
        417,
        "TimestampMismatchError",
    ),
    ("F15b", "PUT", f"{LIST}/M-001", {"title": None}, 417, "MandatoryError"),
    ("F16g", "PUT", f"{LIST}/M-001", {"items": "x"}, 417, "ValidationError"),
    (
        "E03e",
        "POST",
        LIST,
        {"name": "E-3e", "title": "x", "dd": "2026-02-31"},
        417,
        "ValidationError",
    ),
    ("E04h", "POST", LIST, {"name": "E-4h", "title": ["x"]}, 417, "ValidationError"),
    ("E04j", "POST", LIST, {"name": "E-4j", "title": {"x": 1}}, 417, "ValidationError"),
    (
        "E04c",
        "POST",
        LIST,
        {"name": "E-4c", "title": "x", "n": 99999999999},
        417,
        "CharacterLengthExceededError",
    ),
    ("B11", "POST", LIST, [1, 2], 417, "ValidationError"),
    ("B12", "POST", LIST, "text", 417, "ValidationError"),
    ("G23e", "POST", f"{LIST}/M-001", {}, 417, "ValidationError"),
    ("G27", "DELETE", f"{LIST}/NOPE", None, 404, "DoesNotExistError"),
    ("valid-278", "GET", "/api/resource/No Such DT/x", None, 404, "DoesNotExistError"),
    ("valid-279", "POST", "/api/resource/No Such DT", {"a": 1}, 404, "DoesNotExistError"),
    ("G27c", "DELETE", "/api/resource/Web Ref/Alpha", None, 417, "LinkExistsError"),
]


@pytest.mark.parametrize(
    ("row", "method", "path", "body", "status", "kind"), WRITES, ids=[r[0] for r in WRITES]
)
def test_a_refused_write(
    world: World, row: str, method: str, path: str, body: Any, status: int, kind: str
) -> None:
    """Status and class as observed; a 500 of stock is a 417 with a sentence."""
    answer = world.sys(method, path, json=body)
    assert (answer.status_code, answer.json["exc_type"]) == (status, kind), answer.text


READER_CALLS = [
    ("J01", "GET", f"{LIST}/M-001", None, 200),
    ("J05", "GET", "/api/resource/Web Hidden", None, 403),
    ("J05b", "GET", "/api/resource/Web Hidden/H-1", None, 403),
    ("J05c", "GET", "/api/v2/document/Web Hidden/H-1/", None, 403),
    ("J10", "PUT", f"{LIST}/M-001", {"title": "no"}, 403),
    ("J11", "POST", LIST, {"name": "J", "title": "x"}, 403),
    ("J12", "DELETE", f"{LIST}/M-001", None, 403),
    ("J13", "PATCH", f"{V2}/M-001/", {"title": "no"}, 403),
]


@pytest.mark.parametrize(
    ("row", "method", "path", "body", "status"), READER_CALLS, ids=[r[0] for r in READER_CALLS]
)
def test_a_reader(world: World, row: str, method: str, path: str, body: Any, status: int) -> None:
    """Read, and nothing else; what is refused names a PermissionError."""
    options = {"json": body} if body else {}
    answer = world.reader(method, path, **options)
    assert answer.status_code == status, answer.text


def test_fields_of_a_higher_level_stay_hidden(world: World) -> None:
    """Read, list, and write answers (closed hole P-LEAK-1)."""
    assert world.sys("GET", f"{LIST}/M-001").json["data"]["secret_note"] == "hidden"
    assert "secret_note" not in world.reader("GET", f"{LIST}/M-001").json["data"]
    rows = world.reader("GET", LIST + '?fields=["name","secret_note"]&limit=2').json["data"]
    assert all("secret_note" not in row for row in rows)


def test_children_of_a_put(world: World) -> None:
    """F16: a list replaces, null and [] empty, absence leaves alone."""
    path = f"{LIST}/CH-1"
    rows = [{"item": "a", "qty": 1}, {"item": "b", "qty": 2}]
    assert (
        world.sys("POST", LIST, json={"name": "CH-1", "title": "x", "items": rows}).status_code
        == 200
    )

    def put(body: dict[str, Any]) -> list[str]:
        found = world.sys("PUT", path, json=body).json["data"].get("items", [])
        return [row["item"] for row in found]

    assert put({"title": "y"}) == ["a", "b"]
    assert put({"items": [{"item": "c"}]}) == ["c"]
    assert put({"items": None}) == []


def test_a_single_record(world: World) -> None:
    """H01-H05: any name in the URL is the same record."""
    path = "/api/resource/Web Single/Web Single"
    assert world.sys("PUT", path, json={"a": "x"}).json["data"]["a"] == "x"
    assert world.sys("GET", path).json["data"]["a"] == "x"


def test_submitting_by_put(world: World) -> None:
    """I02-I10."""
    made = world.sys("POST", "/api/resource/Web Sub", json={"title": "s"}).json["data"]["name"]
    path = f"/api/resource/Web Sub/{made}"
    assert (
        world.sys("PUT", path, json={"docstatus": 2}).json["exc_type"] == "DocstatusTransitionError"
    )
    assert world.sys("PUT", path, json={"docstatus": 1}).json["data"]["docstatus"] == 1
    assert world.sys("PUT", path, json={"title": "z"}).json["exc_type"] == "UpdateAfterSubmitError"
    assert world.sys("PUT", path, json={"remark": "r"}).json["data"]["remark"] == "r"
    assert world.sys("DELETE", path).status_code == 417
    assert world.sys("PUT", path, json={"docstatus": 2}).json["data"]["docstatus"] == 2
    assert world.sys("PUT", path, json={"remark": "q"}).status_code == 417


def test_methods_of_a_document(world: World) -> None:
    """G23, G24: whitelisted ones run; others are refused, missing ones are 404."""
    path = f"{LIST}/M-001"
    assert world.sys("GET", f"{path}?run_method=get_title").status_code == 403
    assert world.sys("GET", f"{path}?run_method=delete").status_code == 403
    assert world.sys("GET", f"{path}?run_method=nosuch").status_code == 404
    assert world.sys("GET", f"{path}?run_method=_validate").status_code == 404
    body = {"run_method": "add_comment", "comment_type": "Comment", "text": "hello"}
    assert world.sys("POST", path, json=body).status_code == 200
    v2 = f"{V2}/M-001/method/add_comment/"
    assert (
        world.sys("POST", v2, json={"comment_type": "Comment", "text": "again"}).status_code == 200
    )
    assert world.reader("POST", path, json=body).status_code == 403


def test_a_get_never_writes(world: World) -> None:
    """AD01: what a GET changed is rolled back, though the method says success."""
    name = world.sys("POST", "/api/resource/Web Sub", json={"title": "get"}).json["data"]["name"]
    world.sys("GET", f"/api/resource/Web Sub/{name}?run_method=submit")
    assert world.sys("GET", f"/api/resource/Web Sub/{name}").json["data"]["docstatus"] == 0


def test_a_failing_request_leaves_nothing(world: World) -> None:
    """N06c: all or none."""
    docs = [
        {"doctype": "Web Main", "name": "IM-1", "title": "x"},
        {"doctype": "Web Main", "name": "IM-2"},
    ]
    assert world.sys.rpc("frappe.client.insert_many", docs=docs).status_code == 417
    assert world.sys("GET", f"{LIST}/IM-1").status_code == 404
