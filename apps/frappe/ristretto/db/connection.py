"""Decides how one connection behaves: transactions, typed rows, clear errors. SQLite.

A connection reads outside a transaction until the first write, which takes the write lock at once
(`BEGIN IMMEDIATE`): a deferred read that turns writer would fail on a stale snapshot whatever the timeout.
`begin("read")` holds one snapshot over several reads; `begin("write")` locks from the start.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ristretto import errors
from ristretto.db import (
    mysql_functions,
    mysql_moments,
    sentences,
    stamps,
    types,
    write_limit,
    write_turn,
)
from ristretto.db.deadline import statement_stopped
from ristretto.db.recall import Recalls
from ristretto.db.statements import changes_rights, is_read
from ristretto.db.translate_sql import translate

Row = tuple[Any, ...]
BUSY_SECONDS = 30.0
_UNIQUE = re.compile(r"UNIQUE constraint failed: (.+)")

types.register()


class Callbacks:
    """Functions to run once, in order; Frappe's `frappe.db.after_commit.add(fn)`."""

    def __init__(self) -> None:
        self._functions: list[Callable[[], Any]] = []

    def add(self, function: Callable[[], Any]) -> None:
        self._functions.append(function)

    __call__ = add

    def run(self) -> None:
        """What a callback adds runs too."""
        while self._functions:
            self._functions.pop(0)()

    def reset(self) -> None:
        self._functions.clear()


class Connection(Recalls):
    """A connection to the site's SQLite file."""

    dialect = "sqlite"
    forced_commits = 0  # tables change within the transaction here

    def __init__(
        self, path: Path | str, *, synchronous: str = "FULL", must_exist: bool = False
    ) -> None:
        super().__init__()
        self.path = Path(path)
        self.key = str(self.path)
        self._raw = self._open(synchronous, must_exist)
        self._file = _file_at(self.key)
        self.writes = 0
        self.before_commit = Callbacks()
        self.after_commit = Callbacks()
        self.before_rollback = Callbacks()
        self.after_rollback = Callbacks()

    def _open(self, synchronous: str, must_exist: bool) -> sqlite3.Connection:
        if must_exist and not self.path.exists():
            raise errors.DatabaseUnavailable(sentences.MISSING)
        try:
            raw = sqlite3.connect(
                f"file:{quote(self.key)}?mode={'rw' if must_exist else 'rwc'}",
                uri=True,
                timeout=BUSY_SECONDS,
                isolation_level=None,
                check_same_thread=False,
                cached_statements=512,
                detect_types=sqlite3.PARSE_DECLTYPES,
            )
            raw.execute("PRAGMA journal_mode = WAL")
            raw.execute(f"PRAGMA synchronous = {synchronous}")
            raw.execute("PRAGMA case_sensitive_like = OFF")
            raw.execute("PRAGMA cache_size = -4000")  # the system keeps the rest, once for all
        except sqlite3.Error as error:
            found = named_error(error, "OPEN")
            if isinstance(found, errors.DatabaseUnavailable):
                raise found from error
            raise errors.DatabaseUnavailable(
                f"The database {self.path.name} cannot be opened: {error}"
            ) from error
        mysql_functions.register(raw)
        return raw

    # running ----------------------------------------------------------------------------------

    def execute(self, sql: str, params: Iterable[Any] = ()) -> list[Row]:
        """Native SQL with `?`; all rows."""
        return _all(self._run(sql, params), sql)

    def fetch(self, sql: str, params: Iterable[Any] = ()) -> tuple[list[str], list[Row]]:
        """Native SQL; (column names, rows)."""
        cursor = self._run(sql, params)
        columns = [str(item[0]) for item in cursor.description or ()]
        return columns, _all(cursor, sql)

    def executemany(self, sql: str, rows: Iterable[Iterable[Any]]) -> None:
        """One write statement for many rows."""
        self._start_write()
        try:
            self._raw.executemany(sql, (types.adapted(row) for row in rows))
        except sqlite3.Error as error:
            raise named_error(error, sql) from error
        except OverflowError as error:
            raise errors.DataError(sentences.TOO_LARGE) from error
        if changes_rights(sql):
            stamps.rights_changed(self)

    def frappe_sql(self, query: str, values: Any = ()) -> tuple[list[str], list[Row]]:
        """SQL in MySQL's dialect with `%s` or `%(name)s`."""
        sql, params = translate(query, values)
        columns, rows = self.fetch(sql, params)
        return columns, mysql_moments.typed(rows, mysql_moments.moments(query))

    def rowcount(self, sql: str, params: Iterable[Any] = ()) -> int:
        """Rows a write touched."""
        return self._run(sql, params).rowcount

    def lastrowid(self, sql: str, params: Iterable[Any] = ()) -> int:
        return int(self._run(sql, params).lastrowid or 0)

    def _run(self, sql: str, params: Iterable[Any]) -> sqlite3.Cursor:
        if not is_read(sql):
            self._start_write()
        try:
            cursor = self._raw.execute(sql, types.adapted(params))
        except sqlite3.Error as error:
            raise named_error(error, sql) from error
        except OverflowError as error:  # a whole number of more than 64 bits
            raise errors.DataError(sentences.TOO_LARGE) from error
        if changes_rights(sql):
            stamps.rights_changed(self)
        return cursor

    def _start_write(self) -> None:
        self.forget()
        write_limit.count(self)
        if self._raw.in_transaction and self._mode == "write":
            return
        self.begin("write")

    # transactions -----------------------------------------------------------------------------

    _mode: str | None = None
    _waits = True

    @property
    def in_transaction(self) -> bool:
        return self._raw.in_transaction

    @property
    def is_reading(self) -> bool:
        """True inside a snapshot that has changed nothing."""
        return self._mode == "read"

    def begin(self, mode: str = "write") -> None:
        """Start a snapshot ("read") or take the write lock ("write"); a snapshot in use gives way."""
        if self._raw.in_transaction:
            if self._mode == "write":
                return
            self._raw.execute("COMMIT")
        try:
            if mode == "write" and self._waits:
                write_turn.take(self, self._raw, BUSY_SECONDS)
            else:
                self._raw.execute("BEGIN IMMEDIATE" if mode == "write" else "BEGIN")
        except sqlite3.Error as error:
            raise named_error(error, "BEGIN") from error
        self.forget()
        self._mode = mode
        if mode == "write" and not self.is_current():
            self.rollback()
            raise errors.DatabaseUnavailable(sentences.MISSING)

    def is_current(self) -> bool:
        """False when the file was deleted or replaced: what is written here would be written nowhere."""
        return self._file == _file_at(self.key)

    def wait_for_locks(self, wait: bool) -> None:
        """Whether a lock that somebody else holds is waited for, or refused at once (DatabaseUnavailable)."""
        if wait != self._waits:
            self._raw.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000) if wait else 0}")
            self._waits = wait

    def commit(self) -> None:
        self.before_commit.run()
        self.before_rollback.reset()
        self.after_rollback.reset()
        if self._raw.in_transaction:
            try:
                self._raw.execute("COMMIT")
            except sqlite3.Error as error:
                raise named_error(error, "COMMIT") from error
        self._end()
        self.after_commit.run()

    def rollback(self) -> None:
        self.before_rollback.run()
        self.before_commit.reset()
        self.after_commit.reset()
        if self._raw.in_transaction:
            self._raw.execute("ROLLBACK")
        self._end()
        self.after_rollback.run()

    def _end(self) -> None:
        write_turn.give_back(self)
        self.forget()
        self._mode = None
        self.writes = 0

    def savepoint(self, name: str) -> None:
        self._start_write()
        self._raw.execute(f"SAVEPOINT `{_identifier(name)}`")

    def rollback_to(self, name: str) -> None:
        self.forget()
        self._raw.execute(f"ROLLBACK TO `{_identifier(name)}`")
        stamps.taken_back()

    def release(self, name: str) -> None:
        self._raw.execute(f"RELEASE `{_identifier(name)}`")

    def watch(self, tell: Callable[[str], Any] | None) -> None:
        """Hear of every statement, or no more; for tests."""
        self._raw.set_trace_callback(tell)

    def interrupt(self) -> None:
        """Stop the running statement (from another thread)."""
        self._raw.interrupt()

    def close(self) -> None:
        self._raw.close()
        write_turn.give_back(self)


def _file_at(path: str) -> tuple[int, int] | None:
    """What tells one file from the next at a place; None when there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return (found.st_dev, found.st_ino)


def _all(cursor: sqlite3.Cursor, sql: str) -> list[Row]:
    """All rows; a function may fail, or the statement be stopped, at any of them."""
    try:
        return cursor.fetchall()
    except sqlite3.Error as error:
        raise named_error(error, sql) from error


def _identifier(name: str) -> str:
    return re.sub(r"\W", "_", name)


def named_error(error: sqlite3.Error, sql: str) -> Exception:
    """Our name for what the driver says; statements never reach a user, only logs."""
    text = str(error)
    if isinstance(error, sqlite3.IntegrityError) and (found := _UNIQUE.search(text)):
        pairs = [part.strip().rpartition(".") for part in found[1].split(",")]
        return errors.UniqueConstraint(
            pairs[0][0].strip("`"), tuple(column for _, _, column in pairs)
        )
    lowered = text.lower()
    if "locked" in lowered or "busy" in lowered:
        return errors.DatabaseUnavailable(sentences.BUSY)
    if "full" in lowered or "disk i/o" in lowered:
        return errors.DatabaseUnavailable(sentences.FULL)
    if "readonly" in lowered:
        return errors.DatabaseUnavailable(sentences.READ_ONLY)
    if "image is malformed" in lowered or "not a database" in lowered:
        return errors.DatabaseUnavailable(sentences.DAMAGED)
    if "no such table" in lowered:
        return errors.TableMissing(text)
    if "no such column" in lowered or "has no column" in lowered:
        return errors.ColumnMissing(text)
    if "interrupted" in lowered:
        return statement_stopped()
    return errors.QueryError(f"{text} (in: {sql[:500]})")
