"""Decides how many changes one transaction may hold, on every database."""

from __future__ import annotations

from typing import Protocol

from ristretto import errors
from ristretto.context import current, has_context

MAX_WRITES = 200_000


class Writer(Protocol):
    """A connection that counts the changes of its transaction."""

    writes: int

    def commit(self) -> None: ...


def count(connection: Writer) -> None:
    """One more. Raises TooManyWritesError past the limit, unless the context asked for commits in between."""
    connection.writes += 1
    if connection.writes <= MAX_WRITES:
        return
    if not (has_context() and current().flags.auto_commit_on_many_writes):
        raise errors.TooManyWritesError("Too many changes in one transaction; commit in between")
    connection.commit()
