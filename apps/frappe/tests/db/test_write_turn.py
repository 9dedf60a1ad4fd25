"""Writers wait for each other, get their turn soon after the lock is free, and give up when told."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from ristretto.db import write_turn


@pytest.fixture
def connect(tmp_path: Path) -> Callable[[], sqlite3.Connection]:
    def opened() -> sqlite3.Connection:
        raw = sqlite3.connect(
            tmp_path / "turn.db", isolation_level=None, check_same_thread=False, timeout=30
        )
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute("CREATE TABLE IF NOT EXISTS t (n)")
        return raw

    return opened


def test_a_writer_waits_until_the_other_is_done(connect: Callable[[], sqlite3.Connection]) -> None:
    """Both writes are there, in the order of their turns."""
    first, second = connect(), connect()
    write_turn.take(first, 5)
    first.execute("INSERT INTO t VALUES (1)")
    waiting = threading.Thread(target=write_turn.take, args=(second, 5))
    waiting.start()
    time.sleep(0.05)
    assert waiting.is_alive()
    first.execute("COMMIT")
    waiting.join(5)
    second.execute("INSERT INTO t VALUES (2)")
    second.execute("COMMIT")

    assert [n for (n,) in first.execute("SELECT n FROM t")] == [1, 2]


def test_a_writer_gives_up_in_time(connect: Callable[[], sqlite3.Connection]) -> None:
    """The driver's own refusal, and the connection waits for other locks as before."""
    first, second = connect(), connect()
    write_turn.take(first, 5)

    with pytest.raises(sqlite3.OperationalError, match="locked"):
        write_turn.take(second, 0.05)
    assert second.execute("PRAGMA busy_timeout").fetchone() == (50,)


def test_what_is_no_lock_is_told_at_once(connect: Callable[[], sqlite3.Connection]) -> None:
    """A transaction within one is a mistake, not something to wait for."""
    raw = connect()
    write_turn.take(raw, 5)

    with pytest.raises(sqlite3.OperationalError, match="within a transaction"):
        write_turn.take(raw, 5)
