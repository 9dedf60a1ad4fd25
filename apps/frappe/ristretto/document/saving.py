"""Decides which records are being saved right now: a direct write in between belongs to that save.

It moves no date of change, which would make the save look like another person's, and it does not become the version
that the save compares itself with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from ristretto.context import current


def is_running(doc: Any) -> bool:
    return bool(doc.flags.in_insert) or (doc.doctype, doc.name) in _running()


def marked(save: Callable[..., Any]) -> Callable[..., Any]:
    """A method that saves: the record is marked while it runs, however it ends."""

    @wraps(save)
    def run(self: Any, *args: Any, **kwargs: Any) -> Any:
        with mark(self):
            return save(self, *args, **kwargs)

    return run


@contextmanager
def mark(doc: Any) -> Iterator[None]:
    key = (doc.doctype, doc.__dict__.get("name"))
    _running().append(key)
    try:
        yield
    finally:
        _running().remove(key)


def _running() -> list[tuple[str, Any]]:
    # Under the name that apps look at.
    found: list[tuple[str, Any]] = current().flags.setdefault("currently_saving", [])
    return found
