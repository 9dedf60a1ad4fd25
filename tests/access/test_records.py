"""One record by its name: readers get it whole, strangers nothing, on every path."""

from __future__ import annotations

import pytest
from access_records import ABOUT_ONE, OPENING, RecordPath
from access_world import Record, World

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
    wrong, cases = [], 0
    linked = {record: world.titles_in(record) for record in sample(world)}
    for person in world.people.values():
        for record in sample(world):
            method, url, options = path.ask(record, world.files[record.marker])
            answer = world.call(person, method, url, **options)
            allowed = world.reads(person, record)
            good = answer.status_code == 200 if allowed else answer.status_code in REFUSED
            told = record.marker in answer.text
            # A print shows what its format shows; the other paths tell everything.
            if not good or (told and not allowed) or (not told and allowed and "print" not in path.key):
                wrong.append((person.key, record.doctype, allowed, answer.status_code, told))
            titles = linked[record] if allowed and path.key in WITH_TITLES else set()
            wrong += [(person.key, leak) for leak in world.leaks(person, answer.text, titles)]
            cases += 1
    print(f"{path.key}: {cases} cases")
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("path", ABOUT_ONE, ids=lambda path: path.key)
def test_nothing_about_a_record_reaches_a_stranger(world: World, path: RecordPath) -> None:
    """Person × record: no foreign marker, no 5xx, and no file without the right to its record."""
    wrong, cases = [], 0
    for person in world.people.values():
        for record in sample(world):
            method, url, options = path.ask(record, world.files[record.marker])
            answer = world.call(person, method, url, **options)
            allowed = world.reads(person, record)
            wrong += [(person.key, leak) for leak in world.leaks(person, answer.text)]
            if answer.status_code >= 500:
                wrong.append((person.key, record.doctype, answer.status_code, answer.text[:200]))
            if "file" in path.key and allowed != (answer.status_code == 200):
                wrong.append((person.key, record.doctype, allowed, answer.status_code))
            cases += 1
    print(f"{path.key}: {cases} cases")
    assert not wrong, "\n".join(map(str, wrong))
