"""The observed workflow rows (W-*), replayed: steps, ways around them, Workflow Actions, definitions."""

from __future__ import annotations

import parity_workflow_calls as calls
import pytest
from parity_access_world import World
from parity_ledger import Ledger, load, report
from parity_workflow_world import make_world
from ristretto.context import Site

PART = load("workflow")
KINDS = sorted({row.id.split("-")[1] for row in PART.rows})


@pytest.fixture(scope="module")
def world(site: Site) -> World:
    return make_world(site)


@pytest.mark.parametrize("kind", KINDS)
def test_workflow(world: World, ledger: Ledger, kind: str) -> None:
    """Each group of the table, on documents of its own."""
    rows = [row for row in PART.rows if row.id.split("-")[1] == kind]
    found = ledger.replay(PART, lambda row: calls.run(world, row), rows)

    assert found == [], report(found)
