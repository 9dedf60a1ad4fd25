"""Writers wait for each other, get their turn soon after the lock is free, and give up when told."""

from __future__ import annotations

import gc
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from ristretto.db import Connection, write_turn

Open = Callable[[], Connection]


@pytest.fixture
def connect(tmp_path: Path) -> Open:
    first = Connection(tmp_path / "turn.db", synchronous="OFF")
    first.execute("CREATE TABLE t (n)")
    first.commit()
    first.close()
    return lambda: Connection(tmp_path / "turn.db", synchronous="OFF")


def take(connection: Connection, seconds: float) -> None:
    write_turn.take(connection, connection._raw, seconds)


def numbers(connection: Connection) -> list[int]:
    return [n for (n,) in connection.execute("SELECT n FROM t")]


def test_a_writer_waits_until_the_other_is_done(connect: Open) -> None:
    """Both writes are there, in the order of their turns."""
    first, second = connect(), connect()
    first.begin("write")
    waiting = threading.Thread(target=second.begin, args=("write",))
    waiting.start()
    time.sleep(0.05)
    assert waiting.is_alive()
    first.execute("INSERT INTO t VALUES (1)")
    first.commit()
    waiting.join(5)
    second.execute("INSERT INTO t VALUES (2)")
    second.commit()

    assert numbers(first) == [1, 2]


def test_a_writer_gives_up_in_time(connect: Open) -> None:
    """The driver's own words for a lock, whoever holds it: a thread of ours or another process."""
    first, second = connect(), connect()
    first.begin("write")
    with pytest.raises(sqlite3.OperationalError, match="database is locked"):
        take(second, 0.05)
    first.rollback()

    elsewhere = sqlite3.connect(first.path, isolation_level=None)
    elsewhere.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError, match="database is locked"):
        take(second, 0.05)
    elsewhere.execute("ROLLBACK")
    take(second, 0.05)
    assert second.in_transaction


def test_what_is_no_lock_is_told_at_once(connect: Open) -> None:
    """A transaction within one is a mistake, not something to wait for; the turn is free again."""
    raw = connect()
    raw._raw.execute("BEGIN")
    with pytest.raises(sqlite3.OperationalError, match="within a transaction"):
        take(raw, 5)
    raw.rollback()

    raw.begin("write")
    assert raw.in_transaction


def test_a_turn_that_nobody_gave_back_is_taken_over(connect: Open) -> None:
    """A connection that went away in the middle holds up nobody for long."""
    first, second = connect(), connect()
    first.begin("write")
    del first
    gc.collect()

    second.begin("write")
    second.execute("INSERT INTO t VALUES (3)")
    second.commit()
    assert numbers(second) == [3]


def test_many_threads_write_one_after_the_other(connect: Open) -> None:
    """Nothing is lost and nobody starves."""

    def write(number: int) -> None:
        connection = connect()
        for turn in range(5):
            connection.begin("write")
            connection.execute("INSERT INTO t VALUES (?)", (number * 100 + turn,))
            connection.commit()
        connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert len(set(numbers(connect()))) == 40
