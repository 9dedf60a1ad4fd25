"""Decides our name for what a MariaDB server or its driver says; statements never reach a user, only logs."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ristretto import errors
from ristretto.db import sentences
from ristretto.db.deadline import statement_stopped

DUPLICATE = 1062
NO_TABLE = frozenset({1146, 1051})
NO_COLUMN = 1054
DEADLOCK = 1213
LOCK_WAIT = 1205
STOPPED = frozenset({1317, 1969})  # killed by us, max_statement_time
GONE = frozenset({2006, 2013, 2055, 1927, 1053, 4031})
UNREACHABLE = frozenset({1040, 1203, 2002, 2003, 2005})
REFUSED = frozenset({1044, 1045, 1049, 1698})
READ_ONLY = frozenset({1290, 1792, 1836})
FULL = frozenset({3, 28, 1021, 1030, 1114})
TOO_LONG = 1406
TOO_LARGE = 1264
_KEY = re.compile(r"for key '(?:[^']*\.)?([^'.]+)'")
_TABLE = re.compile(
    r"^\s*(?:insert\s+(?:ignore\s+)?into|replace\s+into|update|alter\s+table)\s+(?:`([^`]+)`|([^\s(]+))",
    re.I,
)

Columns = Callable[[str, str], tuple[str, ...]]


def is_gone(error: Any) -> bool:
    """The connection was cut, or the server is going down."""
    code = code_of(error)
    return code in GONE or (code == 0 and "closed" in str(error).lower())


def code_of(error: Any) -> int:
    """The server's number; 0 for what the connector itself refuses."""
    return int(getattr(error, "errno", 0) or 0)


def named(error: Any, sql: str, columns_of: Columns) -> Exception:
    """`columns_of(table, key)` answers which columns a unique key has."""
    code, text = code_of(error), str(error)
    if code == DUPLICATE:
        return _duplicate(text, sql, columns_of)
    if is_gone(error):
        return errors.DatabaseUnavailable(sentences.LOST)
    if found := _by_code(code, text):
        return found
    return errors.QueryError(f"{code}: {text} (in: {sql[:500]})")


def _by_code(code: int, text: str) -> Exception | None:
    if code in NO_TABLE:
        return errors.TableMissing(text)
    if code == NO_COLUMN:
        return errors.ColumnMissing(text)
    if code == DEADLOCK:
        return errors.QueryDeadlockError(sentences.DEADLOCK)
    if code == LOCK_WAIT:
        return errors.QueryTimeoutError(sentences.LOCKED)
    if code in STOPPED:
        return statement_stopped()
    if code == TOO_LONG:
        return errors.CharacterLengthExceededError(text)
    if code == TOO_LARGE:
        return errors.DataError(text)
    return _unavailable(code, text)


def _unavailable(code: int, text: str) -> Exception | None:
    if code in UNREACHABLE:
        return errors.DatabaseUnavailable(f"The database server cannot be reached: {text}")
    if code in REFUSED:
        return errors.DatabaseUnavailable(
            f"The database server refuses this site: {text}", refused=True
        )
    if code in READ_ONLY:
        return errors.DatabaseUnavailable(sentences.NO_CHANGES)
    if code in FULL:
        return errors.DatabaseUnavailable(sentences.FULL)
    return None


def _duplicate(text: str, sql: str, columns_of: Columns) -> Exception:
    key, table = _KEY.search(text), _TABLE.search(sql)
    name, place = (key[1] if key else ""), (table[1] or table[2] if table else "")
    return errors.UniqueConstraint(place, columns_of(place, name))
