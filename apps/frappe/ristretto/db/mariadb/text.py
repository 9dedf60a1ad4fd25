"""Decides how values are written into the text of a statement for MariaDB. Pure.

Two ways in. The engine's own SQL has `?`: every value becomes a quoted text, numbers too, because MariaDB
compares a text column with a bare number as numbers, and `name = 0` would then mean every name that does not
begin with a digit; only `LIMIT` and `OFFSET` take bare numbers. SQL of apps has `%s` and `%(name)s` and
is filled in as stock's driver does it, since apps are written against that.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from ristretto.db.types import datetime_text, time_text
from ristretto.errors import DataError, QueryError

MOST_ROWS = 2**63 - 1
_ESCAPES = str.maketrans(
    {"\\": "\\\\", "'": "\\'", '"': '\\"', "\0": "\\0", "\n": "\\n", "\r": "\\r", "\x1a": "\\Z"}
)
_TOKEN = re.compile(
    r"""(?P<kept>'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`[^`]*`|/\*.*?\*/|(?:--\s|\#)[^\n]*)|(?P<mark>\?)""",
    re.S,
)
_COUNT = re.compile(r"\b(?:limit|offset)\s*$|\blimit\s+\?\s*,\s*$", re.I)


def quoted(text: str) -> str:
    """A literal of MySQL's dialect, in a session that reads backslashes as escapes."""
    return f"'{text.translate(_ESCAPES)}'"


def literal(value: Any) -> str:
    """A value as apps' SQL shows it: numbers bare, a list in brackets, everything else quoted."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, int | float | Decimal):
        return _number(value)
    if isinstance(value, list | tuple | set | frozenset):
        return "(" + ",".join(literal(each) for each in value or (None,)) + ")"
    return _other(value)


def bound(value: Any) -> str:
    """A value in the place of a `?`."""
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, bool):
        return f"'{int(value)}'"
    if isinstance(value, int | float | Decimal):
        return f"'{_number(value)}'"
    return _other(value)


def _number(value: int | float | Decimal) -> str:
    if not math.isfinite(value):
        raise DataError(f"{value} is no number that a column can hold")
    return repr(value) if isinstance(value, float) else str(value)


def _other(value: Any) -> str:
    if isinstance(value, bytes | bytearray | memoryview):
        return f"x'{bytes(value).hex()}'"
    if isinstance(value, dt.datetime):
        return quoted(datetime_text(value))
    if isinstance(value, dt.timedelta):
        return quoted(time_text(value))
    if isinstance(value, dt.time):
        return quoted(value.isoformat("microseconds"))
    return quoted(value.isoformat() if isinstance(value, dt.date) else str(value))


@lru_cache(maxsize=4_000)
def _pieces(sql: str) -> tuple[tuple[str, ...], tuple[bool, ...]]:
    """The text around each `?`, and for each whether it counts rows; quoted text is passed over."""
    pieces: list[str] = []
    counts: list[bool] = []
    start = 0
    for match in _TOKEN.finditer(sql):
        if match.lastgroup == "mark":
            pieces.append(sql[start : match.start()])
            counts.append(bool(_COUNT.search(sql, 0, match.start())))
            start = match.end()
    return (*pieces, sql[start:]), tuple(counts)


def fill(sql: str, params: Iterable[Any]) -> str:
    """The engine's SQL with its values in the places of `?`."""
    values = list(params)
    pieces, counts = _pieces(sql)
    if len(values) != len(counts):
        raise QueryError(f"{len(counts)} places and {len(values)} values (in: {sql[:500]})")
    out = [pieces[0]]
    for value, is_count, piece in zip(values, counts, pieces[1:], strict=True):
        out.append(_count(value) if is_count else bound(value))
        out.append(piece)
    return "".join(out)


def _count(value: Any) -> str:
    """A number of rows; one that no table holds is refused as SQLite's driver refuses it."""
    number = int(value)
    if not 0 <= number <= MOST_ROWS:
        raise OverflowError(f"{number} is no number of rows")
    return str(number)


def fill_percent(query: str, values: Any = ()) -> str:
    """SQL of an app with its values: `%s` in order or `%(name)s` by name; without values as it stands."""
    if not values and not isinstance(values, Mapping):
        return query
    try:
        if isinstance(values, Mapping):
            return query % {key: literal(value) for key, value in values.items()}
        if isinstance(values, str | bytes) or not isinstance(values, list | tuple):
            values = (values,)
        return query % tuple(literal(value) for value in values)
    except (TypeError, ValueError, KeyError) as error:
        raise QueryError(
            f"The values do not fit the statement: {error} (in: {query[:500]})"
        ) from error
