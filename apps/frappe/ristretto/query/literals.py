"""Decides how a filter's value is read for a column of a certain kind; refuses what cannot be
meant."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, NoReturn

import orjson

from ristretto.context.translate import translate as _
from ristretto.db.types import datetime_text, time_text
from ristretto.errors import ValidationError
from ristretto.query.nodes import DATE, DATETIME, EMPTY, FLOAT, INT, TEXT, TIME, Col


def literal(kind: str, value: Any, place: str) -> Any:
    """The value as stored in a column of this kind; an empty one is what NULL counts as."""
    if value is None or value == "":
        return EMPTY[kind]
    return _READERS[kind](value, place)


def stored(column: Col, value: Any, place: str) -> Any:
    """The value as it is written into the column: dates in full, so that they compare as text."""
    if column.kind in (INT, FLOAT):
        return None if value is None and column.nullable else literal(column.kind, value, place)
    if value is None or (value == "" and column.kind != TEXT):
        return None
    if column.kind != TEXT:
        return literal(column.kind, value, place)
    if isinstance(value, dict | list | tuple):
        return orjson.dumps(value).decode()
    return int(value) if isinstance(value, bool) else value


def refuse(place: str, value: Any, expected: str) -> NoReturn:
    text = _("{0}: {1} is not {2}").format(place, _shown(value), expected)
    raise ValidationError(text)


def _shown(value: Any) -> str:
    text = str(value)
    return f"'{text[:60]}…'" if len(text) > 60 else f"'{text}'"


def _text(value: Any, place: str) -> str:
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, dt.datetime):
        return datetime_text(value)
    if isinstance(value, dt.timedelta):
        return time_text(value)
    if isinstance(value, dict | list | tuple | set):
        refuse(place, value, _("a single value"))
    return str(value)


def _number(value: Any, place: str) -> int | float:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | float | Decimal):
        return float(value) if isinstance(value, Decimal) else value
    text = value.strip().replace(",", "") if isinstance(value, str) else ""
    try:
        return float(text) if any(ch in text for ch in ".eE") else int(text)
    except ValueError:
        refuse(place, value, _("a number"))


def as_datetime(value: Any, place: str) -> dt.datetime:
    """A moment; a bare date is its first one."""
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day)
    text = value.strip() if isinstance(value, str) else ""
    try:
        return dt.datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        refuse(place, value, _("a date; write it as YYYY-MM-DD"))


def _date(value: Any, place: str) -> str:
    return as_datetime(value, place).date().isoformat()


def _datetime(value: Any, place: str) -> str:
    return datetime_text(as_datetime(value, place))


def _time(value: Any, place: str) -> str:
    if isinstance(value, dt.timedelta):
        return time_text(value)
    if isinstance(value, dt.time):
        return value.isoformat("microseconds")
    try:
        return dt.time.fromisoformat(str(value).strip().rjust(8, "0")).isoformat("microseconds")
    except ValueError:
        refuse(place, value, _("a time; write it as HH:MM:SS"))


_READERS = {
    "text": _text,
    INT: _number,
    FLOAT: _number,
    DATE: _date,
    DATETIME: _datetime,
    TIME: _time,
}
