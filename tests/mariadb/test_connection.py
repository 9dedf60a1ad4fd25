"""A connection to a real server: values, transactions, locks, named errors, a lost line."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest
from ristretto import errors
from ristretto.db.mariadb.connection import MariaConnection

Connect = Callable[[], MariaConnection]
TEXTS = (
    "it's ?",
    "back\\slash'?",
    "%s %(x)s 50%",
    "dòng 1\ndòng 2\r\t",
    "\0\x1a",
    '😀 "q" `t`',
    "",
)
TABLE = (
    "CREATE TABLE `t` (`name` varchar(140) PRIMARY KEY, `n` int(11) NOT NULL DEFAULT 0, `u` varchar(140) UNIQUE,"
    " `x` text, `d` date, `m` datetime(6), `h` time(6), `f` decimal(21,9))"
)


@pytest.fixture
def db(connect: Connect) -> MariaConnection:
    """A connection with an empty table `t`."""
    connection = connect()
    connection.execute("DROP TABLE IF EXISTS `t`")
    connection.execute(TABLE)
    return connection


def add(db: MariaConnection, name: str, **values: Any) -> None:
    columns = ", ".join(f"`{each}`" for each in ("name", *values))
    marks = ", ".join("?" * (1 + len(values)))
    db.execute(f"INSERT INTO `t` ({columns}) VALUES ({marks})", (name, *values.values()))


def names(db: MariaConnection) -> list[str]:
    return [row[0] for row in db.execute("SELECT `name` FROM `t` ORDER BY `name`")]


@pytest.mark.parametrize("text", TEXTS)
def test_texts_come_back_as_they_were(db: MariaConnection, text: str) -> None:
    """Quotes, backslashes, marks and control characters are data, whichever way they are bound."""
    add(db, "a", x=text)
    db.executemany("INSERT INTO `t` (`name`, `x`) VALUES (?, ?)", [("b", text)])
    db.frappe_sql(
        "insert into `t` (`name`, `x`) values (%s, %(no)s)".replace("%(no)s", "%s"), ("c", text)
    )

    assert db.execute("SELECT DISTINCT `x` FROM `t`") == [(text,)]
    assert len(db.frappe_sql("select name from t where x = %(x)s", {"x": text})[1]) == 3


def test_values_keep_their_kind(db: MariaConnection) -> None:
    """Dates, times and decimals are what stock's driver gives."""
    moment = dt.datetime(2024, 2, 29, 23, 59, 59, 999999)
    span = dt.timedelta(hours=26, microseconds=5)
    add(db, "a", d=moment.date(), m=moment, h=span, f=1.5, n=True)

    assert db.execute("SELECT `d`, `m`, `h`, `f`, `n` FROM `t`") == [
        (moment.date(), moment, span, 1.5, 1)
    ]
    assert db.execute("SELECT sum(`n`) FROM `t`") == [(1.0,)]


def test_a_number_never_means_every_name(db: MariaConnection) -> None:
    """Closed hole: `name = 0` compares texts; to MariaDB every name without digits would be 0."""
    add(db, "abc")

    assert db.execute("SELECT `name` FROM `t` WHERE `name` = ?", (0,)) == []
    assert db.rowcount("DELETE FROM `t` WHERE `name` = ?", (0,)) == 0
    assert db.execute("SELECT `name` FROM `t` WHERE `n` = ? LIMIT ? OFFSET ?", (0, 1, 0)) == [
        ("abc",)
    ]


def test_what_is_no_value_is_refused(db: MariaConnection) -> None:
    """Infinity, too few and too many values never reach the server."""
    with pytest.raises(errors.DataError, match="inf"):
        add(db, "a", f=float("inf"))
    with pytest.raises(errors.QueryError, match="1 places and 2 values"):
        db.execute("SELECT ?", (1, 2))
    with pytest.raises(errors.QueryError, match="do not fit"):
        db.frappe_sql("select %s, %s", ("one",))


def test_errors_carry_our_names(db: MariaConnection) -> None:
    """Duplicate keys tell table and columns; missing things and nonsense have classes of their own."""
    add(db, "a", u="x")

    for name, value, columns in (("a", "y", ("name",)), ("b", "x", ("u",))):
        with pytest.raises(errors.UniqueConstraint) as found:
            add(db, name, u=value)
        assert (found.value.table, found.value.columns) == ("t", columns)
    with pytest.raises(errors.TableMissing):
        db.execute("SELECT 1 FROM `nothing`")
    with pytest.raises(errors.ColumnMissing):
        db.execute("SELECT `closed` FROM `t`")  # a word that must not be taken for a lost line
    with pytest.raises(errors.CharacterLengthExceededError):
        add(db, "x" * 141)
    with pytest.raises(errors.QueryError):
        db.execute("SELEC 1")


def test_one_writer_at_a_time(db: MariaConnection, connect: Connect) -> None:
    """A second writer waits before its first statement; readers never wait and see what was committed."""
    other, reader = connect(), connect()
    other.wait_for_locks(False)
    reader.begin("read")
    db.begin("write")
    add(db, "a")

    with pytest.raises(errors.DatabaseUnavailable, match="busy"):
        other.begin("write")
    db.commit()
    other.begin("write")

    assert names(other) == ["a"]
    assert names(reader) == []


def test_savepoints_and_rollback(db: MariaConnection) -> None:
    """Back to a savepoint, and back to nothing; callbacks run once."""
    heard: list[str] = []
    db.after_rollback.add(lambda: heard.append("back"))
    add(db, "a")
    db.savepoint("one")
    add(db, "b")
    db.rollback_to("one")
    db.release("one")
    assert names(db) == ["a"]

    db.rollback()

    assert (names(db), heard, db.in_transaction) == ([], ["back"], False)


def test_a_new_table_leaves_the_transaction_alone(db: MariaConnection) -> None:
    """Making a table commits nothing of what came before it."""
    db.execute("DROP TABLE IF EXISTS `t2`")
    add(db, "a")

    db.execute("CREATE TABLE `t2` (`name` varchar(10))")
    db.execute("INSERT INTO `t2` VALUES ('x')")
    db.rollback()

    assert (names(db), db.execute("SELECT * FROM `t2`"), db.forced_commits) == ([], [], 0)


def test_a_table_in_use_commits_what_used_it(db: MariaConnection) -> None:
    """A column for a table that this transaction wrote: the rows are kept, the savepoint goes on."""
    add(db, "a")
    db.savepoint("one")

    db.execute("ALTER TABLE `t` ADD COLUMN `later` int")
    add(db, "b", later=1)
    db.rollback_to("one")
    db.rollback()

    assert (names(db), db.forced_commits) == (["a"], 1)


def test_a_lost_connection_outside_a_transaction_is_not_noticed(
    db: MariaConnection, connect: Connect
) -> None:
    """Reads and new transactions open a new one."""
    other = connect()
    other._send(f"KILL {db._raw.connection_id}")
    assert db.execute("SELECT 1") == [(1,)]

    other._send(f"KILL {db._raw.connection_id}")
    db.begin("write")
    add(db, "a")
    db.commit()

    assert names(db) == ["a"]


def test_a_lost_connection_inside_a_transaction_is_told(
    db: MariaConnection, connect: Connect
) -> None:
    """Nothing goes on as if the first half had happened; the next transaction is whole."""
    add(db, "a")
    connect()._send(f"KILL {db._raw.connection_id}")

    with pytest.raises(errors.DatabaseUnavailable, match="lost"):
        add(db, "b")
    db.rollback()
    add(db, "c")
    db.commit()

    assert names(db) == ["c"]


def test_a_statement_can_be_stopped(db: MariaConnection) -> None:
    """From another thread, with the name that stock has."""
    timer = threading.Timer(0.3, db.interrupt)
    timer.start()

    with pytest.raises(errors.QueryTimeoutError):
        db.execute(
            "SELECT `name` FROM `t` WHERE SLEEP(20) = 1 UNION SELECT SLEEP(20) FROM `ristretto_stamp`"
        )
    timer.join()


def test_a_deadlock_with_somebody_else_has_its_name(db: MariaConnection, connect: Connect) -> None:
    """Our writers cannot meet one; a foreign session can make one, and the lighter side hears of it."""
    for number in range(60):
        add(db, f"n{number}")
    db.commit()
    foreign = connect()
    foreign._send("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED")
    foreign._send("START TRANSACTION")
    foreign._send("UPDATE `t` SET `n` = 1 WHERE `name` >= 'n1'")
    db.execute("UPDATE `t` SET `n` = 2 WHERE `name` = 'n0'")
    thread = threading.Thread(
        target=foreign._send, args=("UPDATE `t` SET `n` = 1 WHERE `name` = 'n0'",)
    )
    thread.start()

    with pytest.raises(errors.QueryDeadlockError):
        db.execute("UPDATE `t` SET `n` = 2 WHERE `name` = 'n1'")
    db.rollback()
    thread.join()
    foreign._send("ROLLBACK")


def test_an_absent_server_is_named() -> None:
    """The sentence says what is wrong; the class makes the web answer 503."""
    from ristretto.db.mariadb.settings import Server

    with pytest.raises(errors.DatabaseUnavailable, match="cannot be reached"):
        MariaConnection(Server("x", "x", socket="/nowhere/socket"))


def test_a_writer_asks_once(db: MariaConnection) -> None:
    """Until it writes, takes something back, or changes tables."""
    heard: list[str] = []
    db.watch(lambda text: heard.append(text) if text.startswith("SELECT `x`") else None)

    def found() -> int:
        return len(db.recall("SELECT `x` FROM `t` WHERE `name` = ?", ("a",))[1])

    db.begin("write")
    db.savepoint("before")
    assert (found(), found(), len(heard)) == (0, 0, 1)
    add(db, "a")
    assert (found(), found(), len(heard)) == (1, 1, 2)
    db.rollback_to("before")
    assert (found(), len(heard)) == (0, 3)
    db.execute("ALTER TABLE `t` ADD COLUMN `y` int")
    assert (found(), len(heard)) == (0, 4)
    db.rollback()
    assert (found(), found(), len(heard)) == (0, 0, 6)
    db.watch(None)
