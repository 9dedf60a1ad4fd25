"""Decides how one connection to MariaDB behaves: the same transactions, rows and errors as on SQLite.

A site has one writer at a time here too. `begin("write")` locks the row `writer` of `ristretto_stamp` until the
end of the transaction, so that whatever reads first and writes then (numbers, trees, leases, lock-outs) is
right without locks of its own, and two of our changes never wait for each other in a circle. It reads what
is committed; a reader holds one snapshot.

A statement that changes tables would commit what came before it. It runs on a connection beside, and
only when it must wait for a table that this transaction has used is that one committed first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from ristretto import errors
from ristretto.db import sentences, stamps, write_limit
from ristretto.db.connection import Callbacks
from ristretto.db.mariadb import errors as naming
from ristretto.db.mariadb.driver import WAIT_SECONDS, connector, open_cursor, open_raw
from ristretto.db.mariadb.settings import DIALECT, Server
from ristretto.db.mariadb.text import bound, fill, fill_percent
from ristretto.db.recall import Recalls
from ristretto.db.statements import changes_rights

Row = tuple[Any, ...]
READ, WRITE, TABLES = "read", "write", "tables"
ROWS_AT_ONCE = 500
_READS = ("SELECT", "SHOW", "DESC", "EXPLAIN", "VALUES", "SET", "USE", "WITH")
_LOCKS = re.compile(r"\bfor\s+update\b|\block\s+in\s+share\s+mode\b", re.I)
_CHANGES_TABLES = re.compile(
    r"^\s*(?:alter|drop|truncate|rename|create(?!\s+(?:or\s+replace\s+)?temporary))\b", re.I
)
_ONE_ROW = re.compile(r"^(.*\bvalues\s*)\(\s*\?(?:\s*,\s*\?)*\s*\)\s*$", re.I | re.S)
_LOCK_WRITER = "SELECT `value` FROM `ristretto_stamp` WHERE `name` = 'writer' FOR UPDATE"
_ADD_WRITER = "INSERT IGNORE INTO `ristretto_stamp` (`name`, `value`) VALUES ('writer', 0)"


class Answer(NamedTuple):
    """What the server said to one statement."""

    columns: list[str]
    rows: list[Row]
    rowcount: int
    lastrowid: int


class MariaConnection(Recalls):
    """A connection to the site's database on a server."""

    dialect = DIALECT

    def __init__(self, server: Server) -> None:
        super().__init__()
        self.server = server
        self.key = server.key
        self._raw: Any = None
        self._cursor: Any = None
        self._beside: MariaConnection | None = None
        self._mode: str | None = None
        self._points: list[str] = []
        self.forced_commits = 0
        self._waits = True
        self._tell: Callable[[str], Any] | None = None
        self.writes = 0
        self.before_commit = Callbacks()
        self.after_commit = Callbacks()
        self.before_rollback = Callbacks()
        self.after_rollback = Callbacks()
        self._error: type[Exception] = connector().Error
        self._open()

    def _open(self) -> None:
        try:
            self._raw = open_raw(self.server)
        except self._error as error:
            raise naming.named(error, "CONNECT", self._key_columns) from error
        self._cursor = open_cursor(self._raw)

    # running ----------------------------------------------------------------------------------

    def execute(self, sql: str, params: Iterable[Any] = ()) -> list[Row]:
        """Native SQL with `?`; all rows."""
        return self._run(fill(sql, params), sql).rows

    def fetch(self, sql: str, params: Iterable[Any] = ()) -> tuple[list[str], list[Row]]:
        """Native SQL; (column names, rows)."""
        answer = self._run(fill(sql, params), sql)
        return answer.columns, answer.rows

    def frappe_sql(self, query: str, values: Any = ()) -> tuple[list[str], list[Row]]:
        """SQL of an app with `%s` or `%(name)s`: MySQL's dialect is at home here."""
        answer = self._run(fill_percent(query, values), query)
        return answer.columns, answer.rows

    def executemany(self, sql: str, rows: Iterable[Iterable[Any]]) -> None:
        """One write for many rows: some hundred of them in one statement."""
        self._start_write()
        found = _ONE_ROW.match(sql)
        remaining = iter(rows)
        while chunk := list(islice(remaining, ROWS_AT_ONCE)):
            if found:
                tuples = ", ".join(f"({', '.join(bound(v) for v in row)})" for row in chunk)
                self._run(found[1] + tuples, sql)
            else:
                for row in chunk:
                    self._run(fill(sql, row), sql)

    def rowcount(self, sql: str, params: Iterable[Any] = ()) -> int:
        """Rows a write found."""
        return self._run(fill(sql, params), sql).rowcount

    def lastrowid(self, sql: str, params: Iterable[Any] = ()) -> int:
        return self._run(fill(sql, params), sql).lastrowid

    def _run(self, text: str, sql: str) -> Answer:
        """`sql` is the statement before its values were written in: what it does shows there."""
        kind = kind_of(sql)
        if kind == TABLES:
            return self._change_tables(text)
        if kind == READ:
            return self._read(text)
        self._start_write()
        try:
            answer = self._send(text)
        except self._error as error:
            raise self._named(error, text) from error
        if changes_rights(sql):
            stamps.rights_changed(self)
        return answer

    def _read(self, text: str) -> Answer:
        try:
            return self._send(text)
        except self._error as error:
            if self._mode is None and naming.is_gone(error):
                self._reopen()
                return self._send(text)
            raise self._named(error, text) from error

    def _send(self, text: str) -> Answer:
        cursor = self._cursor
        if self._tell is not None:
            self._tell(text)
        cursor.send(text)
        if cursor.description is None:
            return Answer([], [], cursor.affected_rows, cursor.insert_id)
        columns = [item[0] for item in cursor.description]
        return Answer(columns, cursor.fetchall(), cursor.affected_rows, cursor.insert_id)

    def _named(self, error: Exception, text: str) -> Exception:
        if naming.is_gone(error) or naming.code_of(error) == naming.DEADLOCK:
            self._mode = None  # the server has rolled back already
        return naming.named(error, text, self._key_columns)

    def _key_columns(self, table: str, key: str) -> tuple[str, ...]:
        answer = self._send(
            "SELECT `column_name` FROM information_schema.statistics WHERE `table_schema` = DATABASE()"
            f" AND `table_name` = {bound(table)} AND `index_name` = {bound(key)} ORDER BY `seq_in_index`"
        )
        return tuple(str(row[0]) for row in answer.rows) or (key,)

    def _reopen(self) -> None:
        self._mode = None
        self._points.clear()
        self._open()

    def _start_write(self) -> None:
        self.forget()
        write_limit.count(self)
        if self._mode != "write":
            self.begin("write")

    # tables -----------------------------------------------------------------------------------

    def _change_tables(self, text: str) -> Answer:
        """Beside the running transaction; that one is committed when it stands in the way itself."""
        mode = self._mode
        self.forget()
        try:
            return self._aside(text, 0 if mode else WAIT_SECONDS)
        except self._error as error:
            if mode is None or naming.code_of(error) != naming.LOCK_WAIT:
                raise self._named_change(error, text) from error
        self._send("COMMIT")
        self._mode, points = None, list(self._points)
        self.forced_commits += 1
        try:
            return self._aside(text, WAIT_SECONDS)
        except self._error as error:
            raise self._named_change(error, text) from error
        finally:
            self._resume(mode, points)

    def _resume(self, mode: str, points: list[str]) -> None:
        """Go on in a new transaction, with savepoints of the same names as before."""
        self._points = []
        self.begin(mode)
        for name in points:
            self.savepoint(name)

    def _aside(self, text: str, wait: int) -> Answer:
        if self._beside is None:
            self._beside = MariaConnection(self.server)
        try:
            self._beside._send(f"SET SESSION lock_wait_timeout = {wait}")
        except self._error as error:
            if not naming.is_gone(error):
                raise
            self._beside._reopen()
        return self._beside._send(text)

    def _named_change(self, error: Exception, text: str) -> Exception:
        if naming.code_of(error) == naming.LOCK_WAIT:
            return errors.DatabaseUnavailable(sentences.BUSY)
        return naming.named(error, text, _columns_of_index(text))

    # transactions -----------------------------------------------------------------------------

    def is_current(self) -> bool:
        """A line that is lost is opened anew by the statement that finds out."""
        return True

    @property
    def in_transaction(self) -> bool:
        return self._mode is not None

    @property
    def is_reading(self) -> bool:
        """True inside a snapshot that has changed nothing."""
        return self._mode == "read"

    def begin(self, mode: str = "write") -> None:
        """Start a snapshot ("read") or take the writer's lock ("write"); a snapshot gives way."""
        if self._mode == "write":
            return
        self.forget()
        try:
            if self._mode is not None:
                self._send("COMMIT")
                self._mode = None
            self._start(mode)
        except self._error as error:
            if not naming.is_gone(error):
                raise self._refused(error) from error
            self._reopen()
            self._start(mode)
        self._mode = mode

    def _start(self, mode: str) -> None:
        if mode != "write":
            self._send("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")
            return
        self._send("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
        self._send("START TRANSACTION")
        try:
            if not self._send(_LOCK_WRITER + ("" if self._waits else " NOWAIT")).rows:
                self._send(_ADD_WRITER)
        except self._error as error:
            if naming.code_of(error) not in naming.NO_TABLE:  # a site in the making
                raise

    def _refused(self, error: Exception) -> Exception:
        if naming.code_of(error) == naming.LOCK_WAIT:
            self._send("ROLLBACK")
            return errors.DatabaseUnavailable(sentences.BUSY)
        return self._named(error, "BEGIN")

    def wait_for_locks(self, wait: bool) -> None:
        """Whether another writer is waited for, or refused at once (DatabaseUnavailable)."""
        self._waits = wait

    def commit(self) -> None:
        self.before_commit.run()
        self.before_rollback.reset()
        self.after_rollback.reset()
        if self._mode is not None:
            try:
                self._send("COMMIT")
            except self._error as error:
                raise self._named(error, "COMMIT") from error
        self._end()
        self.after_commit.run()

    def rollback(self) -> None:
        self.before_rollback.run()
        self.before_commit.reset()
        self.after_commit.reset()
        if self._mode is not None:
            try:
                self._send("ROLLBACK")
            except self._error as error:
                if not naming.is_gone(error):  # the server has done it then
                    raise self._named(error, "ROLLBACK") from error
        self._end()
        self.after_rollback.run()

    def _end(self) -> None:
        self.forget()
        self._mode = None
        self._points.clear()
        self.writes = 0

    def savepoint(self, name: str) -> None:
        self._start_write()
        self._point(f"SAVEPOINT `{_identifier(name)}`")
        self._points.append(name)

    def rollback_to(self, name: str) -> None:
        self.forget()
        self._point(f"ROLLBACK TO SAVEPOINT `{_identifier(name)}`")
        stamps.taken_back()

    def release(self, name: str) -> None:
        self._point(f"RELEASE SAVEPOINT `{_identifier(name)}`")
        if name in self._points:
            self._points.remove(name)

    def _point(self, text: str) -> None:
        try:
            self._send(text)
        except self._error as error:
            raise self._named(error, text) from error

    def watch(self, tell: Callable[[str], Any] | None) -> None:
        """Hear of every statement, or no more; for tests."""
        self._tell = tell

    def interrupt(self) -> None:
        """Stop the running statement (from another thread)."""
        other = MariaConnection(self.server)
        other._send(f"KILL QUERY {int(self._raw.connection_id)}")
        other.close()

    def close(self) -> None:
        if self._beside is not None:
            self._beside.close()
            self._beside = None
        with suppress(self._error):  # a line that is lost is closed
            self._raw.close()


@lru_cache(maxsize=4_096)
def kind_of(sql: str) -> str:
    """Whether a statement reads without asking for a lock, changes tables, or changes data."""
    if _CHANGES_TABLES.match(sql):
        return TABLES
    word = sql.lstrip(" \n\t(")[:8].upper()
    return READ if word.startswith(_READS) and not _LOCKS.search(sql) else WRITE


def _identifier(name: str) -> str:
    return re.sub(r"\W", "_", name)


def _columns_of_index(text: str) -> Any:
    """For a new unique index: it does not exist yet, its columns are in the statement."""

    def columns(_table: str, _key: str) -> tuple[str, ...]:
        return tuple(_quoted_names(text.rpartition("(")[2]))

    return columns


def _quoted_names(text: str) -> Iterator[str]:
    return iter(re.findall(r"`([^`]+)`", text))
