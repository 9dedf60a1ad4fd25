"""Fixtures for every suite come from apps/frappe/tests/support (on pytest's path by pyproject.toml)."""

from __future__ import annotations

import gc
import os
from pathlib import Path

pytest_plugins = ["database_choice", "site_fixtures"]

FIRST_WORKER = "gw0"


def pytest_deselected(items: list[object]) -> None:
    """Tell the launcher how many tests were left out; with several workers each leaves out the same."""
    report = os.environ.get("ISO_DESELECTED")
    if report and os.environ.get("PYTEST_XDIST_WORKER", FIRST_WORKER) == FIRST_WORKER:
        with Path(report).open("a", encoding="utf-8") as file:
            file.write(f"{len(items)}\n")


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: the collector need not look at it again and again."""
    gc.collect()
    gc.freeze()
