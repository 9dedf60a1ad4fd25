"""Decides how processes share what may be lost: a small SQLite file beside the site's database.

It may be deleted at any time. A file that was deleted, replaced or damaged is made anew by the next caller.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from ristretto.errors import DatabaseUnavailable

T = TypeVar("T")
BUSY_SECONDS = 5.0
log = logging.getLogger("ristretto.db")


class _Opened:
    """A connection, and which file and which process it belongs to."""

    def __init__(self, db: sqlite3.Connection, inode: int) -> None:
        self.db = db
        self.inode = inode
        self.process = os.getpid()


class SideFile:
    """One connection per thread; every call its own transaction. Raises DatabaseUnavailable."""

    def __init__(self, path: Path | str, schema: str) -> None:
        self.path = Path(path)
        self._schema = schema
        self._threads = threading.local()

    def rows(self, sql: str, params: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
        given = tuple(params)
        return self._healed(lambda: self._db.execute(sql, given).fetchall())

    def one(self, sql: str, *params: Any) -> Any:
        """The first column of the first row; None when there is none."""
        rows = self.rows(sql, params)
        return rows[0][0] if rows else None

    def column(self, sql: str, *params: Any) -> list[Any]:
        return [row[0] for row in self.rows(sql, params)]

    def write(self, sql: str, *params: Any) -> int:
        """How many rows it touched."""
        return self._healed(lambda: self._db.execute(sql, params).rowcount)

    def write_many(self, sql: str, rows: list[tuple[Any, ...]]) -> None:
        self.atomic(lambda: self._db.executemany(sql, rows))

    def atomic(self, act: Callable[[], T]) -> T:
        """Run `act` as one write transaction, so that counters and queues are exact."""

        def run() -> T:
            db = self._db
            if db.in_transaction:
                return act()
            db.execute("begin immediate")
            try:
                result = act()
            except BaseException:
                with suppress(sqlite3.Error):
                    db.execute("rollback")
                raise
            db.execute("commit")
            return result

        return self._healed(run)

    def close(self) -> None:
        """Close this thread's connection."""
        opened: _Opened | None = getattr(self._threads, "opened", None)
        if opened is not None:
            opened.db.close()
            self._threads.opened = None

    # connection -------------------------------------------------------------------------------

    @property
    def _db(self) -> sqlite3.Connection:
        opened: _Opened | None = getattr(self._threads, "opened", None)
        if opened is None or opened.process != os.getpid() or opened.inode != self._inode():
            opened = self._threads.opened = self._open()
        return opened.db

    def _inode(self) -> int:
        try:
            return os.stat(self.path).st_ino
        except FileNotFoundError:
            return -1

    def _open(self) -> _Opened:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None)
        db.execute("pragma journal_mode = wal")
        db.execute("pragma synchronous = off")
        db.executescript(self._schema)
        return _Opened(db, self._inode())

    def _healed(self, act: Callable[[], T]) -> T:
        try:
            try:
                return act()
            except sqlite3.DatabaseError as error:
                if not _is_damaged(error):
                    raise
                log.warning("%s is damaged and made anew", self.path.name)
                self._remove()
                return act()
        except sqlite3.Error as error:
            raise DatabaseUnavailable(
                f"{self.path.name} cannot be used ({error}); check the disk and the rights of its folder"
            ) from error

    def _remove(self) -> None:
        self._threads.opened = None
        for ending in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)


def _is_damaged(error: sqlite3.DatabaseError) -> bool:
    text = str(error).lower()
    return "malformed" in text or "not a database" in text
