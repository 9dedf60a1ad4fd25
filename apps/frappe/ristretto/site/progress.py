"""Decides how long work speaks: one line per step on standard output, silent where the caller says so."""

from __future__ import annotations

from ristretto.context import current, has_context


def say(text: str) -> None:
    """Tell the person at the terminal what is happening; `flags.quiet` mutes it (tests, fixtures)."""
    if has_context() and current().flags.quiet:
        return
    print(text, flush=True)
