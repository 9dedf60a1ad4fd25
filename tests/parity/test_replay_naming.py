"""Replays the observed names of records, and the counters behind them."""

from __future__ import annotations

from functools import partial

import lifecycle_naming
import lifecycle_naming_steps
from lifecycle_world import World
from parity_ledger import Ledger, load, report


def test_naming(ledger: Ledger, world: World) -> None:
    """Every form of naming gives stock's names, takes stock's numbers, and refuses what stock refuses."""
    assert len(lifecycle_naming_steps.STEPS) > 40
    complaints = ledger.replay(load("naming"), partial(lifecycle_naming.run, world))
    assert complaints == [], report(complaints)
