"""Replays the observed rows about values: what each fieldtype stores, and in which column."""

from __future__ import annotations

from functools import partial

import lifecycle_values
from lifecycle_world import World
from parity_ledger import Ledger, load, report


def test_cast(ledger: Ledger, world: World) -> None:
    """What code and REST send to each fieldtype is kept, stored and read as on stock."""
    complaints = ledger.replay(load("cast"), partial(lifecycle_values.cast, world))
    assert complaints == [], report(complaints)


def test_column(ledger: Ledger, world: World) -> None:
    """Every column is as wide, as empty and as unique as on stock."""
    complaints = ledger.replay(load("column"), partial(lifecycle_values.column, world))
    assert complaints == [], report(complaints)
