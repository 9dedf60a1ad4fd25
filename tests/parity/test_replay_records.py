"""Replays the observed rows about REST payloads, Singles, flags, renaming and deleting."""

from __future__ import annotations

from functools import partial

import lifecycle_records
import lifecycle_rename
import lifecycle_rest
import pytest
from lifecycle_world import World
from parity_ledger import Ledger, load, report

PARTS = ("single", "virtual", "flags", "child", "api", "site", "rename", "delete")


def test_rest(ledger: Ledger, world: World) -> None:
    """Keys and rows sent are kept, answered and read as on stock."""
    complaints = ledger.replay(load("rest"), partial(lifecycle_rest.run, world))
    assert complaints == [], report(complaints)


@pytest.mark.parametrize("part", PARTS)
def test_part(ledger: Ledger, world: World, part: str) -> None:
    """Every observed fact of the part holds here, or is declared."""
    assert len(lifecycle_rename.STEPS) > 50
    complaints = ledger.replay(load(part), partial(lifecycle_records.run, world))
    assert complaints == [], report(complaints)
