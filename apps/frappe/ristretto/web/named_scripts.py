"""Decides when a method's name means a script of the site: those come before functions, as the site's own overrides.

Nothing of a script runs in the process that takes requests: see `jobs/confined.py`. What is offered here
finds the script's name and runs it; both belong to whoever keeps the scripts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ristretto.web.whitelist import Endpoint, read_only

Find = Callable[[str], str | None]
Run = Callable[[str], Any]
_VERBS = ("GET", "POST", "PUT", "DELETE", "PATCH")
_offered: list[tuple[Find, Run]] = []


def offer(find: Find, run: Run) -> None:
    """`find` gives the script of a method's name or None, `run` its answer."""
    _offered.append((find, run))


def endpoint_of(method: str) -> Endpoint | None:
    """The endpoint of a script; the script itself says whether guests may call it."""
    for find, run in _offered:
        name = find(method)
        if name:
            return _endpoint(name, run)
    return None


def _endpoint(name: str, run: Run) -> Endpoint:
    @read_only()  # the script writes in a transaction of its own
    def answer() -> Any:
        return run(name)

    return Endpoint(answer, allow_guest=True, xss_safe=True, methods=_VERBS)
