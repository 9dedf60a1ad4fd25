"""Decides which connection a request gets: an idle one of this site, else a new one."""

from __future__ import annotations

import threading

from ristretto.context import Site
from ristretto.db.connection import Connection
from ristretto.db.mariadb import settings
from ristretto.db.mariadb.connection import MariaConnection

AnyConnection = Connection | MariaConnection

MAX_IDLE = 8
_lock = threading.Lock()
_idle: dict[str, list[AnyConnection]] = {}


def checkout(site: Site) -> AnyConnection:
    """A connection outside any transaction."""
    server = settings.of(site.conf) if settings.wants(site.conf) else None
    key = server.key if server else str(site.db_path)
    while (found := _take(key)) is not None:
        if found.is_current():
            return found
        found.close()
    if server:
        return MariaConnection(server)
    synchronous = str(site.conf.sqlite_synchronous or "FULL")
    return Connection(site.db_path, synchronous=synchronous, must_exist=True)


def _take(key: str) -> AnyConnection | None:
    with _lock:
        idle = _idle.get(key)
        return idle.pop() if idle else None


def checkin(connection: AnyConnection) -> None:
    """Give back; what was not committed is rolled back."""
    connection.rollback()
    with _lock:
        idle = _idle.setdefault(connection.key, [])
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
