"""Nonsense gets a clear sentence: never a 5xx, a trace or SQL, and nothing of it is stored."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from security_house import House, assert_clear, every_field
from security_values import FILTERS, FUZZ, WORDS

NONSENSE: list[Any] = [
    "abc", "", " ", None, True, -1, 1e400, float("nan"), 10**30, "1' OR '1'='1", "'; DROP TABLE x; --",
    "\x00", "\ud7ff", "2026-02-31", "31/12/2026", "2026-01-01T00:00:00+02:00", "25:61:61", [], [1, [2]],
    {}, {"a": {"b": 1}}, "x" * 200_000, "<script>alert(1)</script>", "{{ 7*7 }}", ["in", ["a"]],
]  # fmt: skip
BROKEN_DOCTYPES: list[dict[str, Any]] = [
    {},
    {"name": "1Digit"},
    {"name": "x" * 70},
    {"name": "Sql`; drop"},
    {"name": "Sec X", "fields": "nonsense"},
    {"name": "Sec X", "fields": [1, 2]},
    {"name": "Sec X", "fields": [{}]},
    {"name": "Sec X", "fields": [{"fieldname": "a", "fieldtype": "Nope", "label": "A"}]},
    {"name": "Sec X", "fields": [{"fieldname": "a", "fieldtype": "Link", "label": "A"}]},
    {"name": "Sec X", "fields": [{"fieldname": "a", "fieldtype": "Link", "options": "Nope", "label": "A"}]},
    {"name": "Sec X", "fields": [{"fieldname": "a b`", "fieldtype": "Data", "label": "A"}]},
    {"name": "Sec X", "fields": [{"fieldname": "name", "fieldtype": "Data", "label": "A"}]},
    {"name": "Sec X", "fields": [{"fieldname": "a", "fieldtype": "Data", "label": "A"}] * 2},
    {"name": "Sec X", "fields": [{"fieldname": "a" * 70, "fieldtype": "Data", "label": "A"}]},
    {"name": "Sec X", "fields": [{"fieldname": "a", "fieldtype": "Data", "label": "A", "length": "x"}]},
    {"name": "Sec X", "fields": [{"fieldname": "a", "fieldtype": "Table", "options": "User", "label": "A"}]},
    {"name": "Sec X", "title_field": "nope"},
    {"name": "Sec X", "autoname": "field:nope"},
    {"name": "Sec X", "search_fields": "nope"},
    {"name": "Sec X", "permissions": "all"},
    {"name": "Sec X", "module": "Nope"},
    {"name": "Sec X", "custom": 0, "istable": "yes", "issingle": {}},
]  # fmt: skip


@pytest.mark.parametrize("broken", BROKEN_DOCTYPES, ids=range(len(BROKEN_DOCTYPES)))
def test_a_broken_doctype_is_refused_whole(house: House, broken: dict[str, Any]) -> None:
    """The sentence is clear, no definition and no table stays behind."""
    body = {"module": "Core", "custom": 1, **broken}
    before = house.count("DocType")
    answer = house("sys", "POST", "/api/resource/DocType", json=body)
    assert_clear(answer)
    assert answer.status_code in (403, 404, 409, 417), answer.text[:300]
    assert answer.json["exc_type"]
    assert house.count("DocType") == before


@pytest.mark.parametrize("field", every_field(), ids=lambda field: field["fieldname"])
def test_each_fieldtype_takes_or_refuses_any_value(house: House, field: dict[str, Any]) -> None:
    """Whatever JSON holds: stored as the type's own value, or refused with the field unchanged."""
    for value in NONSENSE:
        name, path = field["fieldname"], "/api/resource/Sec All/A1"
        before = house.value("Sec All", "A1", name) if field["fieldtype"][:5] != "Table" else None
        text = json.dumps({name: value})
        answer = house("sys", "PUT", path, data=text, content_type="application/json")
        assert_clear(answer)
        if answer.status_code != 200 and field["fieldtype"][:5] != "Table":
            assert house.value("Sec All", "A1", name) == before, (name, value)
        assert house("sys", "GET", path).status_code == 200, (name, value)


@FUZZ
@given(
    filters=FILTERS,
    fields=st.lists(WORDS, max_size=3) | WORDS,
    order=WORDS,
    group=WORDS,
    limit=WORDS | st.integers(),
    who=st.sampled_from(["sys", "reader", "nobody", "guest"]),
)
def test_any_list_question_gets_a_clear_answer(
    house: House, filters: Any, fields: Any, order: str, group: str, limit: Any, who: str
) -> None:
    """The grammar of filters, fields, order, group and limit: no 5xx, no SQL, no foreign secret."""
    query = {
        "filters": json.dumps(filters),
        "fields": json.dumps(fields),
        "order_by": order,
        "group_by": group,
        "limit_page_length": str(limit),
    }
    for path in ("/api/resource/Sec All", "/api/v2/document/Sec All"):
        assert_clear(house(who, "GET", path, query_string=query))
    form = {**query, "doctype": "Sec All"}
    assert_clear(house(who, "POST", "/api/method/frappe.desk.reportview.get", data=form))
    assert_clear(house(who, "POST", "/api/method/frappe.client.get_count", data=form))


@FUZZ
@given(
    body=st.binary(max_size=60),
    kind=st.sampled_from(
        ["application/json", "multipart/form-data; boundary=x", "text/plain", "a/b", ""]
    ),
    path=st.sampled_from(
        ["/api/resource/Sec All", "/api/method/login", "/api/method/upload_file", "/"]
    ),
)
def test_any_bytes_as_a_body_get_a_clear_answer(
    house: House, body: bytes, kind: str, path: str
) -> None:
    """Bytes that are no JSON, no form and no text."""
    assert_clear(house("writer", "POST", path, data=body, content_type=kind))


@FUZZ
@given(
    path=st.text(max_size=40),
    method=st.sampled_from(["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"]),
)
def test_any_path_gets_a_clear_answer(house: House, path: str, method: str) -> None:
    """Every path under every verb ends in an answer."""
    for prefix in (
        "/",
        "/api/",
        "/api/resource/",
        "/api/method/",
        "/api/v2/",
        "/files/",
        "/private/files/",
    ):
        assert_clear(house("reader", method, prefix + quote(path, safe="/?#%;&")))


def test_the_second_writer_is_told_and_the_first_kept(house: House) -> None:
    """Two people opened the same record: the second save is a 417 that names the conflict."""
    path = "/api/resource/Sec All/A2"
    seen = house("writer", "GET", path).json["data"]["modified"]
    assert (
        house("writer", "PUT", path, json={"title": "first", "modified": seen}).status_code == 200
    )
    late = house("sys", "PUT", path, json={"title": "second", "modified": seen})
    assert (late.status_code, late.json["exc_type"]) == (417, "TimestampMismatchError")
    assert house.value("Sec All", "A2", "title") == "first"


@pytest.mark.parametrize(
    ("path", "headers", "statuses"),
    [
        ("/api/method/ping?" + "x" * 40_000, {}, (414,)),
        ("/api/resource/Sec All?filters=" + "[" * 20_000, {}, (417,)),
        ("/api/method/ping", {"X-Long": "y" * 100_000}, (200, 431)),
        ("/api/method/ping", {"Cookie": "sid=" + "z" * 50_000}, (200, 401, 403)),
    ],
)
def test_oversized_requests(
    house: House, path: str, headers: dict[str, str], statuses: tuple[int, ...]
) -> None:
    """Too long an address or header is named, not crashed upon."""
    answer = house("guest" if "Cookie" in headers else "sys", "GET", path, headers=headers)
    assert_clear(answer)
    assert answer.status_code in statuses


def test_an_oversized_body_is_413(house: House) -> None:
    """More than 25 MiB are refused before they are read as a document."""
    answer = house(
        "sys",
        "POST",
        "/api/resource/Sec All",
        data=b"{" + b" " * (26 << 20),
        content_type="application/json",
    )
    assert answer.status_code == 413
    assert house.count("Sec All") == 3
