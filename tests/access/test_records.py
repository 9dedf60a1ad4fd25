"""One record by its name: readers get it whole, strangers nothing, on every path."""

from __future__ import annotations

import pytest
from access_records import ABOUT_ONE, OPENING, RecordPath
from access_world import Faults, Record, World

REFUSED = (401, 403, 404)
# A form and a print name what the record links to, by its title.
WITH_TITLES = ("form", "print", "print page")


def sample(world: World) -> list[Record]:
    """The first record of each DocType of A and of B."""
    found = [record for dt in world.doctypes() for key in "ab" for record in world.of(dt, key)[:1]]
    return [record for record in found if record.agency]


@pytest.mark.parametrize("path", OPENING, ids=lambda path: path.key)
def test_a_record_opens_to_its_readers_only(world: World, path: RecordPath) -> None:
    """Person × record: 200 with the record's own text, or a refusal without it."""
    faults = Faults(path.key)
    linked = {record: world.titles_in(record) for record in sample(world)}
    for person in world.callers():
        for record in sample(world):
            method, url, options = path.ask(record, world.files[record.marker])
            answer = world.call(person, method, url, **options)
            allowed = world.reads(person, record)
            good = answer.status_code == 200 if allowed else answer.status_code in REFUSED
            told = record.marker in answer.text
            # A print shows what its format shows; the other paths tell everything.
            if (
                not good
                or (told and not allowed)
                or (not told and allowed and "print" not in path.key)
            ):
                case = f"{record.doctype} {'opens' if allowed else 'closed'}"
                faults.add(f"{case}: {answer.status_code}, text shown: {told}", person.key)
            titles = linked[record] if allowed and path.key in WITH_TITLES else set()
            for leak in world.leaks(person, answer.text, titles):
                faults.add(f"tells of {leak}", person.key)
            faults.cases += 1
    assert not faults.finish()


@pytest.mark.parametrize("path", ABOUT_ONE, ids=lambda path: path.key)
def test_nothing_about_a_record_reaches_a_stranger(world: World, path: RecordPath) -> None:
    """Person × record: no foreign marker, no 5xx, and no file without the right to its record."""
    faults = Faults(path.key)
    for person in world.callers():
        for record in sample(world):
            method, url, options = path.ask(record, world.files[record.marker])
            answer = world.call(person, method, url, **options)
            allowed = world.reads(person, record)
            for leak in world.leaks(person, answer.text):
                faults.add(f"tells of {leak}", person.key)
            misfiled = "file" in path.key and allowed != (answer.status_code == 200)
            if answer.status_code >= 500 or misfiled:
                faults.add(f"{record.doctype} {answer.status_code}, reads: {allowed}", person.key)
            faults.cases += 1
    assert not faults.finish()
