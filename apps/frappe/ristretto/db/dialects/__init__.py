"""Decides which dialect a connection speaks. What differs between databases and is not the connection's own
business is behind one interface: `speech()` of the running connection, see `base.Dialect`."""

from __future__ import annotations

from ristretto.context import current
from ristretto.db.dialects.base import Dialect
from ristretto.db.dialects.mariadb import MariaDialect
from ristretto.db.dialects.sqlite import SqliteDialect

_DIALECTS: dict[str, Dialect] = {"sqlite": SqliteDialect(), "mariadb": MariaDialect()}


def of(name: str) -> Dialect:
    """The dialect of a connection's `dialect`."""
    return _DIALECTS[name]


def speech() -> Dialect:
    """The dialect of the running context's connection."""
    return _DIALECTS[current().db.dialect]


__all__ = ["Dialect", "of", "speech"]
