"""Every observed HTTP exchange of a stock site, sent again to this runtime in the order it was observed."""

from __future__ import annotations

from typing import Any

import parity_http_tables as tables
import parity_ledger
import pytest
from parity_http_replay import Caller
from parity_http_world import build
from ristretto.context import Site


@pytest.fixture(scope="module")
def answers(site: Site) -> dict[str, Any]:
    """{row id: answer} of all parts, asked in the order of the observation: later rows build on earlier ones."""
    caller = Caller(site, build(site))
    rows = [row for name in tables.parts() for row in tables.load(name).rows]
    return {row.id: caller.run(row) for row in sorted(rows, key=lambda row: row.given["at"])}


@pytest.mark.parametrize("name", tables.parts())
def test_replay(ledger: parity_ledger.Ledger, answers: dict[str, Any], name: str) -> None:
    """Status, headers, cookies, keys and values are those of stock, or the difference is declared."""
    part = tables.load(name)
    complaints = ledger.replay(part, lambda row: answers[row.id])
    assert complaints == [], parity_ledger.report(complaints)
