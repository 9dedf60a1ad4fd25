"""Replays which definitions are accepted, what a change does to a table, and how a tree is numbered."""

from __future__ import annotations

from functools import partial

import lifecycle_definitions
import lifecycle_tree
from lifecycle_world import World
from parity_ledger import Ledger, load, report


def test_definition(ledger: Ledger, world: World) -> None:
    """A DocType is accepted, completed or refused as on stock."""
    complaints = ledger.replay(load("definition"), partial(lifecycle_definitions.definition, world))
    assert complaints == [], report(complaints)


def test_schema(ledger: Ledger, world: World) -> None:
    """A changed field changes its column as on stock, and no value is lost."""
    complaints = ledger.replay(load("schema"), partial(lifecycle_definitions.schema, world))
    assert complaints == [], report(complaints)


def test_tree(ledger: Ledger, world: World) -> None:
    """Each step leaves stock's numbers, parents and refusals."""
    complaints = ledger.replay(load("tree"), partial(lifecycle_tree.run, world))
    assert complaints == [], report(complaints)
