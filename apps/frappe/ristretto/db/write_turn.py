"""Decides how a writer waits for the write lock of the SQLite file.

Threads of one process queue up without asking, so that they do not take the interpreter from the one that
writes. Of several processes the first in each queue asks often at first, then less often. SQLite's own
waiting sleeps up to a tenth of a second between two tries, while a save takes a fiftieth of that.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
import weakref
from typing import Any

SHORTEST, LONGEST = 0.0003, 0.02
LOOK = 0.2  # seconds after which somebody who queues looks whether the one in front is still there


class _Queue:
    """Writers of this process on one file; the lock is held for a whole transaction."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.holder: weakref.ref[Any] | None = None

    def is_left(self) -> bool:
        """Whether the holder ended without giving the turn back."""
        holder = self.holder() if self.holder else None
        return holder is None or not holder.in_transaction


_queues: dict[str, _Queue] = {}
os.register_at_fork(after_in_child=_queues.clear)


def take(connection: Any, raw: sqlite3.Connection, seconds: float) -> None:
    """Start a write transaction, waiting at most so long. Raises what the driver says of a lock."""
    started = time.monotonic()
    queue = _queues.setdefault(connection.key, _Queue())
    while not queue.lock.acquire(timeout=min(LOOK, seconds)):
        if queue.is_left():
            break
        if time.monotonic() - started > seconds:
            raise _locked()
    queue.holder = weakref.ref(connection)
    try:
        _begin(raw, started, seconds)
    except BaseException:
        give_back(connection)
        raise


def give_back(connection: Any) -> None:
    """The transaction is over; does nothing when the turn is not this connection's."""
    queue = _queues.get(connection.key)
    if queue is None or queue.holder is None or queue.holder() is not connection:
        return
    queue.holder = None
    if queue.lock.locked():
        queue.lock.release()


def _begin(raw: sqlite3.Connection, started: float, seconds: float) -> None:
    raw.execute("PRAGMA busy_timeout = 0")
    try:
        _ask_until(raw, started, seconds)
    finally:
        raw.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")


def _ask_until(raw: sqlite3.Connection, started: float, seconds: float) -> None:
    while True:
        try:
            raw.execute("BEGIN IMMEDIATE")
            return
        except sqlite3.OperationalError as error:
            waited = time.monotonic() - started
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or waited > seconds:
                raise
        # a fiftieth of what was waited already: prompt for a save, sparing during a migration
        time.sleep(min(LONGEST, SHORTEST + waited / 50))


def _locked() -> sqlite3.OperationalError:
    return sqlite3.OperationalError("database is locked")
