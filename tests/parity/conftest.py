"""The ledger of this run. The probe's own tests run through `run-tests`, never through pytest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import parity_ledger
import pytest

collect_ignore = ["parity_probe"]


@pytest.fixture(scope="session")
def ledger() -> Iterator[parity_ledger.Ledger]:
    """The verdicts of this run; left in logs/parity-ledger.tsv, a row a line."""
    book = parity_ledger.Ledger("sqlite")
    yield book
    file = Path(parity_ledger.ROOT) / "logs" / "parity-ledger.tsv"
    file.parent.mkdir(exist_ok=True)
    file.write_text("\n".join(book.lines()) + "\n", encoding="utf-8")
