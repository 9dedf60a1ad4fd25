"""Decides which columns of a MySQL select are dates or moments though no table declares them so on SQLite.

`max(modified)` or `date(creation)` leave SQLite as text; apps expect what a column of that type gives.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Any

from ristretto.db.mysql_shapes import closing, top_level

_QUOTED = re.compile(r"'(?:[^'\\]|\\.|'')*'|\"(?:[^\"\\]|\\.)*\"|/\*.*?\*/|(?:--\s|#)[^\n]*", re.S)
_SELECT = re.compile(r"\s*select\s+(?:distinct\s+)?", re.I)
_FROM = re.compile(r"\bfrom\b", re.I)
_CALL = re.compile(r"\s*(\w+)\s*\(", re.I)
_COLUMN = re.compile(r"\s*(?:distinct\s+)?(?:`[^`]+`|\w+)(?:\.(?:`[^`]+`|\w+))?\s*$", re.I)
_ALIAS = re.compile(r"\s*(?:as\s+)?(?:`[^`]+`|'[^']*'|\w+)?\s*$", re.I)
_ALWAYS = frozenset(
    (
        "date",
        "last_day",
        "curdate",
        "current_date",
        "now",
        "current_timestamp",
        "sysdate",
        "timestamp",
        "makedate",
    )
)
# of the type of their first argument, and of all of them
_LIKE_FIRST = frozenset(("max", "min", "nullif", "any_value", "date_add", "date_sub"))
_LIKE_ALL = frozenset(("ifnull", "coalesce", "greatest", "least"))
_MOVE = re.compile(r"\s*[+-]\s*interval\s+[^\s()]+\s+[a-z]+", re.I)
_DAY = re.compile(r"\d{4}-\d\d-\d\d$")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?$")


@lru_cache(maxsize=2_000)
def moments(query: str) -> tuple[int, ...]:
    """Positions of such columns; those behind a `*` are counted from the end."""
    text = _QUOTED.sub("''", query)
    start = _SELECT.match(text)
    if start is None:
        return ()
    parts = top_level(_listed(text[start.end() :]))
    stars = [at for at, part in enumerate(parts) if part.rstrip().endswith("*")]
    if len(stars) > 1:
        return ()
    found = [at for at, part in enumerate(parts) if _is_moment(part)]
    return tuple(at - len(parts) if stars and at > stars[0] else at for at in found)


def _listed(text: str) -> str:
    """What stands before the select's own `from`."""
    for match in _FROM.finditer(text):
        before = text[: match.start()]
        if before.count("(") == before.count(")"):
            return before
    return text


def _is_moment(part: str) -> bool:
    """Whether it is a call that gives one, or such a call or a column with an interval added."""
    move = _MOVE.search(part)
    if move and _COLUMN.match(part[: move.start()]):
        return _ALIAS.match(_MOVE.sub("", part[move.start() :])) is not None
    part = _MOVE.sub("", part)
    call = _CALL.match(part)
    if call is None:
        return False
    end = closing(part, call.end())
    if end < 0 or not _ALIAS.match(part[end + 1 :]):
        return False
    name = call[1].lower()
    if name not in _LIKE_FIRST | _LIKE_ALL:
        return name in _ALWAYS
    arguments = top_level(part[call.end() : end])
    asked = arguments if name in _LIKE_ALL else arguments[:1]
    return all(_COLUMN.match(each) or _is_moment(each) for each in asked)


def typed(rows: list[tuple[Any, ...]], positions: tuple[int, ...]) -> list[tuple[Any, ...]]:
    """The rows with dates and moments at these positions."""
    if not rows or not positions:
        return rows
    at = {position % len(rows[0]) for position in positions}
    return [
        tuple(_typed(value) if index in at else value for index, value in enumerate(row))
        for row in rows
    ]


def _typed(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if _DAY.match(value):
        return dt.date.fromisoformat(value)
    return dt.datetime.fromisoformat(value) if _MOMENT.match(value) else value
