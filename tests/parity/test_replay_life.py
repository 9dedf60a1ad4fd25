"""Replays the observed order of events, and the state of the document in each."""

from __future__ import annotations

from functools import partial

import lifecycle_life
import lifecycle_life_rest
from lifecycle_world import World
from parity_ledger import Ledger, load, report


def test_life(ledger: Ledger, world: World) -> None:
    """Controller, hook and `*` hear the same events in the same order, and see the same document."""
    assert len(lifecycle_life_rest.STEPS) > 70
    complaints = ledger.replay(load("life"), partial(lifecycle_life.run, world))
    assert complaints == [], report(complaints)
