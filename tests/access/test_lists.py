"""Lists, counts, groups, exports, searches: each tells exactly of what the person reads."""

from __future__ import annotations

from typing import Any

import pytest
from access_lists import COUNTED, GROUPED, NAMED, PIVOT, ListPath
from access_world import Faults, Person, Record, World

REFUSED = (401, 403, 417)
PATHS = [*NAMED, *COUNTED, PIVOT, *GROUPED]


def finding(world: World, person: Person, path: ListPath, records: list[Record]) -> Any:
    """What the path tells; None when it refuses. Fails on an answer that is neither."""
    doctype = records[0].doctype
    method, url, options = path.ask(doctype, [record.name for record in records])
    answer = world.call(person, method, url, **options)
    if answer.status_code in REFUSED:
        return None
    if answer.status_code != 200:
        return f"status {answer.status_code}: {answer.text[:200]}"
    if leaks := world.leaks(person, answer.text):
        return f"markers of {leaks}"
    # An export asks for a file, which is not JSON.
    return path.read(answer.json if answer.is_json else None, answer.text, records)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.key)
def test_each_person_is_told_of_what_they_read(world: World, path: ListPath) -> None:
    """Person × DocType: neither a record too many nor one too few."""
    faults = Faults(path.key)
    for person in world.people.values():
        for doctype in world.doctypes():
            records = world.of(doctype)
            if path in GROUPED and not any(record.agency for record in records):
                continue
            if path in GROUPED and doctype == "ISO Agency":
                continue
            allowed = [record for record in records if world.reads(person, record)]
            found, wanted = finding(world, person, path, records), path.expect(allowed)
            if found != wanted and (found or wanted):
                faults.add(f"{doctype}: {found} for {wanted}", person.key)
            faults.cases += 1
    assert not faults.finish()
