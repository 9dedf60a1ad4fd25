"""The ledger as a whole: sound declarations, every row replayed, nothing missing, and the page in docs true."""

from __future__ import annotations

import os

import parity_ledger
import parity_page
import pytest

pytestmark = pytest.mark.sqlite_only("the ledger and its page are of one run, in one process, on SQLite")

PAGE = parity_ledger.ROOT / "docs" / "parity-ledger.md"


@pytest.mark.parametrize("name", parity_ledger.parts())
def test_declarations(name: str) -> None:
    """Every declared difference has a reason, names rows that exist, and its proof exists."""
    assert parity_ledger.faults(parity_ledger.load(name)) == []


def test_every_row_was_replayed(ledger: parity_ledger.Ledger) -> None:
    """No row of any table is left out of the run (run the whole suite, not one file)."""
    rows = {row.id for name in parity_ledger.parts() for row in parity_ledger.load(name).rows}
    assert rows - ledger.found.keys() == set()


def test_nothing_missing(ledger: parity_ledger.Ledger) -> None:
    """Of no part a row is missing, workflow, permissions, naming, validation, casting, filters and REST among them."""
    missing = [row for row, found in ledger.found.items() if found[1] == "missing"]
    assert missing == []


def test_page(ledger: parity_ledger.Ledger) -> None:
    """docs/parity-ledger.md says what this run found."""
    text = parity_page.page(ledger, [parity_ledger.load(name) for name in parity_ledger.parts()])
    if os.environ.get("ISO_WRITE_LEDGER"):
        PAGE.write_text(text, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == text
