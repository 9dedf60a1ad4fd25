"""The observed rows of queries (Q-*): filters, fields, order, limits, periods and `frappe.db`, row by row."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from typing import Any

import frappe
import parity_ledger
import pytest
from parity_query import QueryReplay
from parity_query_world import build
from ristretto.context import Site
from ristretto.db.connect import connected
from ristretto.query import clock
from ristretto.web.app import create_app
from web_world import Caller, make_user

PART = parity_ledger.load("query")
TODAY = dt.date(2026, 11, 22)
SETTINGS = {
    "time_zone": "Europe/Berlin",
    "language": "en",
    "first_day_of_the_week": "Sunday",
    "enable_scheduler": 1,
}
# what each engine answers that differs from stock, where all answer alike
HERE = {
    row: entry["here"]
    for entries in tomllib.loads(
        (parity_ledger.FOLDER / "query.verdicts.toml").read_text(encoding="utf-8")
    ).values()
    for entry in entries
    if "here" in entry
    for row in entry["ids"]
}
SECTIONS = ("Q-DATA", "Q-OP", "Q-FORM", "Q-SPAN", "Q-LIM", "Q-DB", "Q-ORD")


@pytest.fixture(scope="module")
def token(site: Site) -> str:
    with connected(site, mode="write") as context:
        context.flags.in_test = True
        build(next(row.then for row in PART.rows if row.id == "Q-DATA-1"))
        frappe.db.set_single_value("System Settings", SETTINGS)
        token = make_user("reader@example.com", "System Manager")
        context.db.commit()
    return token


@pytest.fixture
def replay(site: Site, token: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[QueryReplay]:
    """On the day of the observation, as Administrator in process and as a user over REST."""
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    rest = Caller(create_app(site.sites_path, site.name), token)
    with connected(site, mode="read") as context:
        context.lang = "en"
        yield QueryReplay(rest)


@pytest.mark.parametrize("section", SECTIONS)
def test_observed_rows(ledger: parity_ledger.Ledger, replay: QueryReplay, section: str) -> None:
    """Every row of the section answers as on stock, or its difference is declared."""
    rows = [row for row in PART.rows if row.id.rpartition("-")[0] == section]
    complaints = ledger.replay(PART, replay.run, rows)
    complaints += [text for row in rows if (text := _otherwise(row, replay.answers[row.id]))]

    assert complaints == [], parity_ledger.report(complaints)


def _otherwise(row: parity_ledger.Row, got: Any) -> str:
    """A complaint when a declared difference has become another one than `here` says."""
    declared = HERE.get(row.id)
    if not declared:
        return ""
    stock, here = _by_engine(row.then), _by_engine(got)
    wrong = {name: here[name] for name in here if here[name] not in (stock[name], declared)}
    return f"{row.id}: declared {declared}, but {wrong}" if wrong else ""


def _by_engine(answer: Any) -> dict[str, Any]:
    """{engine: answer}, with "=" as the answer of the first engine."""
    if not isinstance(answer, dict):
        return {"": answer}
    first = next(iter(answer.values()))
    return {name: first if each == "=" else each for name, each in answer.items()}
