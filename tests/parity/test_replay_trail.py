"""Replays the trail that records leave: versions and comments."""

from __future__ import annotations

from functools import partial

import lifecycle_comments
import lifecycle_trail
from lifecycle_world import World
from parity_ledger import Ledger, load, report


def test_version(ledger: Ledger, world: World) -> None:
    """A Version row says what changed, in stock's shape and words of the site's formats."""
    complaints = ledger.replay(load("version"), partial(lifecycle_trail.version, world))
    assert complaints == [], report(complaints)


def test_comment(ledger: Ledger, world: World) -> None:
    """Comments, assignments, shares, likes and tags leave the same rows and columns."""
    complaints = ledger.replay(load("comment"), partial(lifecycle_comments.run, world))
    assert complaints == [], report(complaints)
