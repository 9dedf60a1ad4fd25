"""Replays the observed rows about what is refused, what is accepted, and which fault is named first."""

from __future__ import annotations

from functools import partial

import lifecycle_valid
import lifecycle_valid_steps
from lifecycle_world import World
from parity_ledger import Ledger, load, report

assert lifecycle_valid_steps.STEPS


def test_valid(ledger: Ledger, world: World) -> None:
    """Each request is refused with stock's class and status, or answered with the values that stock shows."""
    complaints = ledger.replay(load("valid"), partial(lifecycle_valid.run, world))
    assert complaints == [], report(complaints)


def test_order(ledger: Ledger, world: World) -> None:
    """Of many faults the same one is named first."""
    complaints = ledger.replay(load("order"), partial(lifecycle_valid.order, world))
    assert complaints == [], report(complaints)
