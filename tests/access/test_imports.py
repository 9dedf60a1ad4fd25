"""Imports by an agency's secretary: the rules of a save by hand, cell by cell, and no way round the workflow."""

from __future__ import annotations

import json
from typing import Any

import frappe
import pytest
from access_world import Person, World, in_site

INSERT, UPDATE = "Insert New Records", "Update Existing Records"
DATA_IMPORT = "frappe.core.doctype.data_import.data_import"


def call(world: World, person: Person, method: str, path: str, **options: Any) -> Any:
    answer = world.call(person, method, path, **options)
    return answer.status_code, answer.get_json()


def make_import(world: World, person: Person, doctype: str, text: str, kind: str = INSERT) -> Any:
    """(status, name or the answer) of an import of this text."""
    file = {"file_name": f"{frappe.generate_hash(length=8)}.csv", "content": text, "is_private": 1}
    status, body = call(world, person, "POST", "/api/resource/File", json=file)
    assert status == 200, body
    values = {
        "reference_doctype": doctype,
        "import_type": kind,
        "import_file": body["data"]["file_url"],
        "template_options": json.dumps({"skip_errored_rows": 1}),
    }
    status, body = call(world, person, "POST", "/api/resource/Data%20Import", json=values)
    return status, body["data"]["name"] if status == 200 else body


def run(world: World, person: Person, doctype: str, text: str, kind: str = INSERT) -> Any:
    """(stored, refused, first sentence) of an import that runs at once."""
    status, name = make_import(world, person, doctype, text, kind)
    assert status == 200, name
    status, body = call(
        world,
        person,
        "POST",
        f"/api/method/{DATA_IMPORT}.form_start_import",
        json={"data_import": name},
    )
    assert (status, body["message"]) == (200, True), body
    path = f"/api/method/{DATA_IMPORT}.get_import_logs?data_import={name}"
    logs = call(world, person, "GET", path)[1]["message"]
    said = [json.loads(log["messages"])[0]["message"] for log in logs if not log["success"]]
    return sum(log["success"] for log in logs), len(said), said


@pytest.fixture
def at_once(own_world: World) -> World:
    """Jobs run in the request."""
    own_world.site.conf["developer_mode"] = 1
    path = own_world.site.path / "site_config.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "developer_mode": 1}))
    return own_world


def test_another_agency_is_a_wrong_cell(at_once: World) -> None:
    """The own row is stored; the stranger's agency and the stranger's department are refused by their cells."""
    world, person = at_once, at_once.people["A Secretary"]
    own, strange = world.agencies["a"], world.agencies["b"]
    department = world.of("ISO Department", "b")[0].name
    text = (
        "Agency,Code,Title,Kind,Department in Charge\n"
        f"{own},QT-IMP-1,One,Internal,\n"
        f"{strange},QT-IMP-2,Two,Internal,\n"
        f"{own},QT-IMP-3,Three,Internal,{department}\n"
    )
    stored, refused, said = run(world, person, "ISO Procedure", text)
    assert (stored, refused) == (1, 2), said
    assert strange in said[0]
    assert department in said[1]


def test_the_state_cannot_be_set_by_a_file(at_once: World) -> None:
    """A new procedure starts as a draft, and a change of the state in a file is refused."""
    world, person = at_once, at_once.people["A Secretary"]
    text = f"Agency,Code,Title,Kind,workflow_state\n{world.agencies['a']},QT-IMP-4,Four,Internal,Effective\n"
    stored, refused, said = run(world, person, "ISO Procedure", text)
    assert (stored, refused) == (0, 1), said

    record = world.of("ISO Procedure", "a")[0].name
    before = row(world, record)
    stored, refused, said = run(
        world, person, "ISO Procedure", f"ID,workflow_state\n{record},Effective\n", UPDATE
    )
    assert (stored, refused) == (0, 1), said
    assert row(world, record) == before
    with in_site(world.site):
        about = {"reference_name": record, "status": "Failed", "user": person.user}
        kept = frappe.get_all("Activity Log", about, pluck="subject")
    assert len(kept) == 1, "the refused step is kept, once"


def test_another_agencys_record_is_not_changed(at_once: World) -> None:
    """To the secretary it does not exist."""
    world, person = at_once, at_once.people["A Secretary"]
    record = world.of("ISO Procedure", "b")[0].name
    before = row(world, record)
    stored, refused, _said = run(
        world, person, "ISO Procedure", f"ID,Title\n{record},mine\n", UPDATE
    )
    assert (stored, refused) == (0, 1)
    assert row(world, record) == before


def test_strangers_see_nothing_of_an_import(at_once: World) -> None:
    """Neither the import nor its file nor its log, and who may not import is refused."""
    world = at_once
    text = f"Agency,Code,Title,Kind\n{world.agencies['a']},QT-IMP-5,Five,Internal\n"
    _status, name = make_import(world, world.people["A Secretary"], "ISO Procedure", text)
    for key in ("D Secretary", "A Head", "P Inspector", "website user"):
        person = world.people[key]
        assert call(world, person, "GET", f"/api/resource/Data%20Import/{name}")[0] in (403, 404)
        path = f"/api/method/{DATA_IMPORT}.get_preview_from_template?data_import={name}"
        assert call(world, person, "GET", path)[0] in (403, 404)
    values = {"reference_doctype": "ISO Procedure", "import_type": INSERT}
    for key in ("A Head", "A Lead Auditor", "website user"):
        assert (
            call(world, world.people[key], "POST", "/api/resource/Data%20Import", json=values)[0]
            == 403
        )


def row(world: World, name: str) -> Any:
    with in_site(world.site):
        return frappe.db.get_value(
            "ISO Procedure", name, ["title", "agency", "workflow_state", "docstatus"]
        )
