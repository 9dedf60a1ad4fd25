"""Transactions, types and errors of one connection, on a real file."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path

import pytest
from ristretto import errors
from ristretto.db import connection as module
from ristretto.db import write_limit
from ristretto.db.connection import Connection, is_read


@pytest.fixture
def path(tmp_path: Path) -> Path:
    connection = Connection(tmp_path / "x.db")
    connection.execute(
        "CREATE TABLE `t` (`name` varchar(140) COLLATE NOCASE PRIMARY KEY, `n` int(11), `d` date,"
        " `m` datetime(6), `c` time(6), `f` decimal(21,9))"
    )
    connection.commit()
    connection.close()
    return tmp_path / "x.db"


@pytest.fixture
def pair(path: Path) -> tuple[Connection, Connection]:
    return Connection(path), Connection(path)


def test_values_keep_their_types(pair):
    """Dates, datetimes, times and decimals come back as what they were."""
    one, _other = pair
    values = (
        "a",
        1,
        dt.date(2026, 1, 2),
        dt.datetime(2026, 1, 2, 3, 4, 5, 6),
        dt.timedelta(hours=30, microseconds=7),
        1.0,
    )
    one.execute("INSERT INTO `t` VALUES (?, ?, ?, ?, ?, ?)", values)

    row = one.execute("SELECT * FROM `t`")[0]
    assert row == values
    assert type(row[5]) is float


def test_what_is_not_committed_is_not_seen(pair):
    """Another connection sees a write only after the commit; a rollback leaves nothing."""
    one, other = pair
    one.execute("INSERT INTO `t` (`name`) VALUES ('a')")
    assert other.execute("SELECT count(*) FROM `t`") == [(0,)]
    one.commit()
    assert other.execute("SELECT count(*) FROM `t`") == [(1,)]
    one.execute("DELETE FROM `t`")
    one.rollback()
    assert one.execute("SELECT count(*) FROM `t`") == [(1,)]


def test_a_read_transaction_holds_its_snapshot_and_may_turn_writer(pair):
    """Inside `begin("read")` the answer does not change; a write gives the snapshot up instead of failing on it."""
    one, other = pair
    one.begin("read")
    one.execute("SELECT count(*) FROM `t`")
    other.execute("INSERT INTO `t` (`name`) VALUES ('a')")
    other.commit()
    assert one.execute("SELECT count(*) FROM `t`") == [(0,)]
    one.execute("INSERT INTO `t` (`name`) VALUES ('b')")
    one.commit()
    assert one.execute("SELECT count(*) FROM `t`") == [(2,)]


def test_savepoints(pair):
    """What came after a savepoint goes, what came before stays."""
    one, _other = pair
    one.execute("INSERT INTO `t` (`name`) VALUES ('a')")
    one.savepoint("here")
    one.execute("INSERT INTO `t` (`name`) VALUES ('b')")
    one.rollback_to("here")
    one.commit()
    assert one.execute("SELECT `name` FROM `t`") == [("a",)]


def test_callbacks_run_once_at_their_end(pair):
    """after_commit only after a commit, after_rollback only after a rollback, neither twice."""
    one, _other = pair
    heard: list[str] = []
    for end in ("commit", "rollback"):
        one.after_commit.add(lambda: heard.append("committed"))
        one.after_rollback(lambda: heard.append("rolled back"))
        getattr(one, end)()
        getattr(one, end)()

    assert heard == ["committed", "rolled back"]


def test_a_second_writer_waits_and_is_told(pair, monkeypatch):
    """Two writers take turns; one that waits too long is refused with a sentence, not an SQL text."""
    monkeypatch.setattr(module, "BUSY_SECONDS", 0.2)
    one, _other = pair
    impatient = Connection(one.path)
    one.execute("INSERT INTO `t` (`name`) VALUES ('a')")
    with pytest.raises(errors.DatabaseUnavailable, match="busy"):
        impatient.execute("INSERT INTO `t` (`name`) VALUES ('b')")
    one.commit()
    impatient.execute("INSERT INTO `t` (`name`) VALUES ('b')")
    impatient.commit()
    assert one.execute("SELECT count(*) FROM `t`") == [(2,)]


def test_parallel_writers_lose_nothing(path):
    """Four threads with connections of their own add fifty rows each."""

    def add(thread: int) -> None:
        connection = Connection(path, synchronous="OFF")
        for number in range(50):
            connection.execute("INSERT INTO `t` (`name`) VALUES (?)", (f"{thread}-{number}",))
            connection.commit()
        connection.close()

    threads = [threading.Thread(target=add, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Connection(path).execute("SELECT count(*) FROM `t`") == [(200,)]


@pytest.mark.parametrize(
    ("sql", "error", "words"),
    [
        ("SELECT * FROM `nowhere`", errors.TableMissing, "nowhere"),
        ("SELECT `x` FROM `t`", errors.ColumnMissing, "x"),
        ("SELEC", errors.QueryError, "syntax"),
        ("INSERT INTO `t` (`name`) VALUES ('A')", errors.UniqueConstraint, "name"),
    ],
)
def test_refusals_have_names(pair, sql, error, words):
    """What the driver says becomes a class of ours; names are unique without regard to case."""
    one, _other = pair
    one.execute("INSERT INTO `t` (`name`) VALUES ('a')")
    with pytest.raises(error, match=words):
        one.execute(sql)


def test_a_database_that_cannot_be_opened_is_named(tmp_path):
    """A missing folder is a clear refusal."""
    with pytest.raises(errors.DatabaseUnavailable, match=r"x\.db cannot be opened"):
        Connection(tmp_path / "missing" / "x.db")


def test_too_many_writes_in_one_transaction(pair, monkeypatch):
    """A runaway loop is stopped."""
    monkeypatch.setattr(write_limit, "MAX_WRITES", 3)
    one, _other = pair
    rows = [("INSERT INTO `t` (`name`) VALUES (?)", (str(number),)) for number in range(4)]
    for row in rows[:3]:
        one.execute(*row)
    with pytest.raises(errors.TooManyWritesError, match="commit"):
        one.execute(*rows[3])


@pytest.mark.parametrize(
    ("sql", "reads"),
    [
        ("SELECT 1", True),
        ("  select 1", True),
        ("(SELECT 1)", True),
        ("PRAGMA table_info(`t`)", True),
        ("WITH x AS (SELECT 1) SELECT 1", True),
        ("INSERT INTO t VALUES (1)", False),
        ("update t set a = 1", False),
        ("WITH x AS (SELECT 1) DELETE FROM t", False),
        ("CREATE TABLE x (a)", False),
    ],
)
def test_reads_are_told_from_writes(sql, reads):
    """Only reads run without the write lock."""
    assert is_read(sql) is reads
