"""The province itself: complete, distinct, and nothing in it hidden from its owner."""

from __future__ import annotations

from access_world import World


def test_each_agency_has_a_record_of_each_doctype(world: World) -> None:
    """No DocType of the app is left out of the matrix."""
    for doctype in world.doctypes():
        if not any(record.agency for record in world.of(doctype)):
            assert world.of(doctype), doctype
            continue
        for key in "abd":
            assert world.of(doctype, key), (doctype, key)
    print({d: len(world.of(d)) for d in world.doctypes()})
