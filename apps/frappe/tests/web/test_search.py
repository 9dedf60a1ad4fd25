"""Finding records to link to (observed rows P)."""

from __future__ import annotations

from typing import Any

import pytest
from web_world import World

SEARCHES = [
    # row, arguments, values in order
    ("P01b", {"doctype": "Web Ref", "txt": "alpha"}, ["Alpha", "Beta Alpha"]),
    ("P01c", {"doctype": "Web Ref", "txt": "elan"}, ["Élan"]),
    ("đ", {"doctype": "Web Ref", "txt": "da nang"}, ["Đà Nẵng"]),
    ("P01e", {"doctype": "Web Ref", "txt": "paris"}, ["Alpha", "Beta Alpha"]),
    (
        "P01f",
        {"doctype": "Web Ref", "txt": "", "filters": '{"town": "Paris"}'},
        ["Alpha", "Beta Alpha"],
    ),
    ("P01g", {"doctype": "Web Ref", "txt": "", "page_length": 1}, ["Alpha"]),
    ("P01n", {"doctype": "Web Ref", "txt": "old"}, []),
    ("P01h", {"doctype": "Web Main", "txt": "Title 17"}, ["M-017"]),
]


@pytest.mark.parametrize(("row", "arguments", "values"), SEARCHES, ids=[r[0] for r in SEARCHES])
def test_a_link_search(
    world: World, row: str, arguments: dict[str, Any], values: list[str]
) -> None:
    """Without regard to case and accents, disabled rows left out, the best first."""
    answer = world.sys.rpc("frappe.desk.search.search_link", **arguments)
    assert [entry["value"] for entry in answer.json["message"]] == values, answer.text


SEARCH_REFUSED = [
    ("P01i", {"doctype": "Web Ref", "txt": "", "query": "frappe.nope"}, 417),
    ("P01j", {"doctype": "Web Ref", "txt": "", "query": "frappe.utils.now"}, 403),
    ("P01o", {"doctype": "NoSuch", "txt": ""}, 404),
    ("P01p", {"doctype": "Web Ref"}, 417),
    ("inject", {"doctype": "Web Ref", "txt": "a", "searchfield": "name) or (1=1"}, 417),
    ("inject nothing", {"doctype": "Web Ref", "txt": "", "searchfield": "1=1"}, 417),
    ("inject ticks", {"doctype": "Web Ref", "txt": "", "searchfield": "select`sid`from`x`"}, 417),
]


@pytest.mark.parametrize(
    ("row", "arguments", "status"), SEARCH_REFUSED, ids=[r[0] for r in SEARCH_REFUSED]
)
def test_a_refused_search(world: World, row: str, arguments: dict[str, Any], status: int) -> None:
    """Never a 500."""
    assert world.sys.rpc("frappe.desk.search.search_link", **arguments).status_code == status


def test_rows_of_a_search_widget(world: World) -> None:
    """P02, P02c."""
    rows = world.sys.rpc("frappe.desk.search.search_widget", doctype="Web Ref", txt="beta a").json[
        "message"
    ]
    assert rows == [["Beta Alpha", "Paris"]]


def test_names_that_are_shown_translated(world: World) -> None:
    """A form is found by the words that people read, with or without accents, and by its own name."""
    search = "frappe.desk.search.search_link"
    headers = {"Accept-Language": "vi"}
    found = [
        world.sys("POST", f"/api/method/{search}?_lang=vi", json=body, headers=headers).json["message"]
        for body in ({"doctype": "DocType", "txt": text} for text in ("việc cần làm", "viec can", "ToDo"))
    ]

    assert [entries[0]["value"] for entries in found] == ["ToDo"] * 3
