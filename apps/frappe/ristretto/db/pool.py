"""Decides which connection a request gets: an idle one of this site, else a new one."""

from __future__ import annotations

import threading

from ristretto.context import Site
from ristretto.db.connection import Connection

MAX_IDLE = 8
_lock = threading.Lock()
_idle: dict[str, list[Connection]] = {}


def checkout(site: Site) -> Connection:
    """A connection outside any transaction."""
    key = str(site.db_path)
    with _lock:
        if idle := _idle.get(key):
            return idle.pop()
    return Connection(site.db_path, synchronous=str(site.conf.sqlite_synchronous or "FULL"))


def checkin(connection: Connection) -> None:
    """Give back; what was not committed is rolled back."""
    connection.rollback()
    with _lock:
        idle = _idle.setdefault(str(connection.path), [])
        if len(idle) < MAX_IDLE:
            idle.append(connection)
            return
    connection.close()


def close_all() -> None:
    """Close every idle connection (before a fork, a restore, or the end)."""
    with _lock:
        for connections in _idle.values():
            for connection in connections:
                connection.close()
        _idle.clear()
