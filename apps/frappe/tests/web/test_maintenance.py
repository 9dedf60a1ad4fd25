"""A closed site answers nobody, or readers only: what an update takes back must not have been acknowledged."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from ristretto.db.connect import connected
from web_world import World

TODO = "/api/resource/ToDo"
TOLD = "being updated"


@pytest.fixture
def closed(world: World) -> Iterator[World]:
    world.site.save_conf(maintenance_mode=1)
    yield world
    world.site.save_conf(maintenance_mode=None, allow_reads_during_maintenance=None)


def notes_of(world: World, text: str) -> int:
    with connected(world.site) as context:
        sql = "SELECT COUNT(*) FROM `tabToDo` WHERE `description` = ?"
        count: int = context.db.execute(sql, (text,))[0][0]
        return count


def test_a_closed_site_answers_nobody(closed: World) -> None:
    """Reading and writing: 503 with a sentence."""
    for answer in (closed.sys("GET", TODO), closed.sys("POST", TODO, json={"description": "x"})):
        assert answer.status_code == 503
        assert TOLD in answer.text


def test_where_reading_is_allowed_nothing_is_written(closed: World) -> None:
    """`allow_reads_during_maintenance`: lists and declared readers pass, writers are refused and leave nothing."""
    closed.site.save_conf(allow_reads_during_maintenance=1)
    assert closed.sys("GET", TODO).status_code == 200
    counted = closed.sys("POST", "/api/method/frappe.client.get_count", json={"doctype": "ToDo"})
    assert counted.status_code == 200

    text = "written while closed"
    refused = closed.sys("POST", TODO, json={"description": text})

    assert refused.status_code == 503
    assert TOLD in refused.text
    assert notes_of(closed, text) == 0
