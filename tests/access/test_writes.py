"""Writing about records of another agency: refused on every path, and the rows stay as they were."""

from __future__ import annotations

import json
from typing import Any

import frappe
import pytest
from access_world import FREE_TEXT, Faults, Person, Record, World, in_site, stored_text
from access_writes import SPOILT, WRITES, Target, WritePath

PEOPLE = (
    "A Secretary", "A Head", "A Lead Auditor", "A Agency Administrator", "A lent to B", "D Secretary",
    "P Provincial Officer", "P Inspector", "P Provincial Administrator", "role without a place",
    "website user", "guest",
)  # fmt: skip
AUDIT = {"ISO Audit Plan", "ISO Audit Checklist", "ISO Audit Finding"}
MASTERS = {"ISO Agency", "ISO Department", "ISO Staff Member", "ISO Administrative Service"}


def strangers_to(world: World, path: WritePath, person: Person, record: Record) -> bool:
    """Whether docs/access.md refuses this person this path on this record of B."""
    if path.needs == "never":
        return True
    if path.needs == "read":
        return not world.reads(person, record)
    if person.key == "A lent to B":
        return path.needs == "delete" or record.doctype not in AUDIT
    if person.key == "P Provincial Administrator":
        return record.doctype not in MASTERS
    if person.key == "P Provincial Officer":
        return record.doctype != "ISO Administrative Service"
    return True


def targets(world: World) -> list[Target]:
    """The first record of each DocType of B, as an attacker of A knows it."""
    found = []
    with in_site(world.site):
        for doctype in world.doctypes():
            for record in world.of(doctype, "b")[:1]:
                if not record.agency:
                    continue
                meta = frappe.get_meta(doctype)
                texts = [f.fieldname for f in meta.fields if f.fieldtype in FREE_TEXT]
                field = meta.title_field if doctype != "ISO Agency" else None
                document = json.loads(frappe.get_doc(doctype, record.name).as_json())
                url = world.files[record.marker]
                own = world.agencies["a"]
                found.append(Target(record, document, field or texts[0], own, url, ""))
    return found


def snapshot(world: World, found: list[Target]) -> dict[str, str]:
    """The rows of the targets, how many rows their tables have, how many files lie on the disk."""
    state: dict[str, Any] = {}
    with in_site(world.site):
        for target in found:
            state[target.record.name] = stored_text(target.record)
            state[target.record.doctype] = frappe.db.count(target.record.doctype)
        for doctype in ("File", "DocShare", "ToDo", "Comment"):
            state[doctype] = frappe.db.count(doctype)
    folder = world.site.path / "private" / "files"
    state["files"] = sorted(path.name for path in folder.iterdir())
    return state


@pytest.mark.parametrize("path", WRITES, ids=lambda path: path.key)
def test_a_stranger_changes_nothing(world: World, path: WritePath) -> None:
    """Person × record: no 5xx, no foreign marker in the refusal, every stored row unchanged."""
    faults, found = Faults(path.key), targets(world)
    before = snapshot(world, found)
    for person in (each for each in world.callers() if each.key in PEOPLE):
        for known in found:
            if not strangers_to(world, path, person, known.record):
                continue
            target = Target(**{**vars(known), "me": person.user})
            if not (request := path.ask(target)):
                continue
            method, url, options = request
            answer = world.call(person, method, url, **options)
            faults.cases += 1
            case = f"{target.record.doctype} {answer.status_code}"
            if answer.status_code >= 500:
                faults.add(case, person.key)
            # What the caller sent may come back; what it could not know may not.
            sent = str(options)
            for leak in world.leaks(person, answer.text):
                if target.record.name not in leak or target.record.marker not in sent:
                    faults.add(f"{case} tells of {leak}", person.key)
        after = snapshot(world, found)
        for key in after:
            if after[key] != before[key]:
                faults.add(f"{key} changed", person.key)
        before = after
    assert not faults.finish()


def test_the_writer_of_the_own_agency_succeeds(own_world: World) -> None:
    """The same requests work where docs/access.md allows them, so the refusals mean something."""
    world, secretary = own_world, own_world.people["A Secretary"]
    record = world.of("ISO Department", "a")[0]
    path = f"/api/resource/ISO Department/{record.name}"
    assert world.call(secretary, "PUT", path, json={"department_name": SPOILT}).status_code == 200
    assert SPOILT in world.row_of(record)

    procedure = world.of("ISO Procedure", "a")[0]
    comment = {
        "reference_doctype": "ISO Procedure",
        "reference_name": procedure.name,
        "content": SPOILT,
        "comment_email": secretary.user,
        "comment_by": "x",
    }
    method = "/api/method/frappe.desk.form.utils.add_comment"
    assert world.call(secretary, "POST", method, data=comment).status_code == 200
    path = f"/api/resource/ISO Procedure/{procedure.name}"
    answer = world.call(secretary, "PUT", path, json={"title": SPOILT})
    assert (answer.status_code, answer.json["data"]["title"]) == (200, SPOILT)


def test_the_lent_auditor_works_on_the_audit(own_world: World) -> None:
    """A lent auditor changes the finding of the audit, and loses it when the audit is over."""
    world, auditor = own_world, own_world.people["A lent to B"]
    finding = world.of("ISO Audit Finding", "b")[0]
    path = f"/api/resource/ISO Audit Finding/{finding.name}"
    assert world.call(auditor, "PUT", path, json={"evidence": SPOILT}).status_code in (200, 417)
    assert world.call(auditor, "GET", path).status_code == 200
    with in_site(world.site, "write") as context:
        frappe.db.set_value("ISO Audit Plan", finding.plan, "workflow_state", "Completed")
        context.db.commit()
    assert world.call(auditor, "GET", path).status_code == 403
