"""Decides how a writer waits for the write lock of the SQLite file: it asks often at first, then less often.

SQLite's own waiting sleeps up to a tenth of a second between two tries, while a save takes a fiftieth of that:
the lock lay idle, and whoever came late and asked at the right moment went first.
"""

from __future__ import annotations

import sqlite3
import time

SHORTEST, LONGEST = 0.0003, 0.02


def take(raw: sqlite3.Connection, seconds: float) -> None:
    """Start a write transaction, waiting at most so long. Raises what the driver says of a lock."""
    raw.execute("PRAGMA busy_timeout = 0")
    try:
        _ask_until(raw, time.monotonic(), seconds)
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
