"""Nobody takes a record, or a row of one, by sending the values that would open it (found here; open on stock)."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import frappe
import pytest
from ristretto.db.connect import connected
from security_holes import ALL, refused
from security_house import House, assert_clear

WRITER = "writer@example.com"
Save = Callable[[House, dict[str, Any]], Any]


def by_client_save(house: House, doc: dict[str, Any]) -> Any:
    return house.rpc("writer", "frappe.client.save", doc=doc)


def by_savedocs(house: House, doc: dict[str, Any]) -> Any:
    sent = {"doc": json.dumps(doc), "action": "Save"}
    return house.rpc("writer", "frappe.desk.form.save.savedocs", **sent)


def by_put(house: House, doc: dict[str, Any]) -> Any:
    body = {key: value for key, value in doc.items() if key not in ("modified", "f_table")}
    return house("writer", "PUT", f"/api/resource/{doc['doctype']}/{doc['name']}", json=body)


def by_bulk_update(house: House, doc: dict[str, Any]) -> Any:
    row = {key: value for key, value in doc.items() if key not in ("modified", "name", "f_table")}
    return house.rpc("writer", "frappe.client.bulk_update", docs=[{**row, "docname": doc["name"]}])


WAYS = (by_client_save, by_savedocs, by_put, by_bulk_update)


@pytest.fixture(scope="module")
def fenced(house: House) -> House:
    """The writer's records are those that link to the writer: A1, not A0."""
    with connected(house.site, mode="write") as context:
        fence = {"user": WRITER, "allow": "User", "for_value": WRITER, "apply_to_all_doctypes": 1}
        frappe.get_doc({"doctype": "User Permission", **fence}).insert()
        context.db.commit()
    for name, user in (("A0", "sys@example.com"), ("A1", WRITER)):
        body = {"f_link": user, "title": "as it was", "f_table": [{"item": f"of {name}"}]}
        assert house("sys", "PUT", f"{ALL}/{name}", json=body).status_code == 200
    return house


def read(house: House, name: str) -> dict[str, Any]:
    found: dict[str, Any] = house("sys", "GET", f"{ALL}/{name}").json["data"]
    return found


def check(answer: Any, way: Save) -> None:
    """Refused; a bulk update answers 200 and lists the refusal."""
    if way is by_bulk_update and answer.status_code == 200:
        assert_clear(answer)
        assert answer.json["message"]["failed_docs"]
    else:
        refused(answer, 403)


@pytest.mark.parametrize("way", WAYS)
def test_a_record_is_judged_as_it_is_stored(fenced: House, way: Save) -> None:
    """Closed (records as sent): a fenced-off record does not open to a link that lies inside the fence."""
    sent = {**read(fenced, "A0"), "doctype": "Sec All", "f_link": WRITER, "title": "stolen"}
    check(way(fenced, sent), way)
    kept = read(fenced, "A0")
    assert (kept["title"], kept["f_link"]) == ("as it was", "sys@example.com")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("taken_from", "to"), [("A0", "A1"), ("A1", "A2")])
def test_a_row_stays_in_its_record(fenced: House, way: Save, taken_from: str, to: str) -> None:
    """Neither from somebody else's record into one's own, nor between records by a row's own save."""
    row = read(fenced, taken_from)["f_table"][0]
    sent = {**row, "doctype": "Sec Child", "parent": to, "item": "stolen"}
    check(way(fenced, sent), way)
    assert [each["item"] for each in read(fenced, taken_from)["f_table"]] == [f"of {taken_from}"]
    assert "stolen" not in [each["item"] for each in read(fenced, to)["f_table"]]


@pytest.mark.parametrize("way", [by_client_save, by_savedocs])
def test_ones_own_row_is_still_saved(fenced: House, way: Save) -> None:
    """A row of one's own record, left in its place, takes a new value."""
    row = read(fenced, "A1")["f_table"][0]
    answer = way(fenced, {**row, "doctype": "Sec Child", "item": "of A1"})
    assert answer.status_code == 200, answer.text[:300]
