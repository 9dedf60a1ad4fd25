"""A small accessibility and layout audit of the screen that is open: names, labels, ids, width."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8").partition("\n")[2]


def audit(page: Page) -> list[str]:
    """What is wrong with the open screen, one line each; an empty list when nothing is."""
    found: list[str] = page.evaluate(SCRIPT)
    return [f"{page.url.split('/', 3)[-1]}: {entry}" for entry in found]
