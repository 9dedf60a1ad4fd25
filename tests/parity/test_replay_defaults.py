"""Replays the observed defaults, and what links bring along."""

from __future__ import annotations

from functools import partial

import lifecycle_defaults
import lifecycle_fetch
from lifecycle_world import World
from parity_ledger import Ledger, load, report


def test_default(ledger: Ledger, world: World) -> None:
    """A field starts as on stock: in new_doc, at insert, in the table and over REST."""
    complaints = ledger.replay(load("default"), partial(lifecycle_defaults.run, world))
    assert complaints == [], report(complaints)


def test_fetch(ledger: Ledger, world: World) -> None:
    """Values follow their link when stock lets them."""
    assert lifecycle_fetch.STEPS
    complaints = ledger.replay(load("fetch"), partial(lifecycle_defaults.run, world))
    assert complaints == [], report(complaints)
