"""The launcher's steps. Standard library only: it runs before anything is installed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

SUITES = (
    "unit",
    "access",
    "invariants",
    "api",
    "faults",
    "processes",
    "parity",
    "mariadb",
    "mariadb-faults",
    "browser",
)


class Problem(Exception):
    """Something the person must do first: what is wrong, and the exact remedy."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what}\nRemedy: {remedy}")
        self.what = what
        self.remedy = remedy


def say(text: str) -> None:
    print(text, flush=True)


@contextmanager
def step(label: str) -> Iterator[None]:
    """A line when a step begins and its time when it took longer than a second."""
    say(f"· {label} …")
    started = time.monotonic()
    yield
    if (seconds := time.monotonic() - started) > 1:
        say(f"  {label}: {seconds:.1f} s")
