"""Decides how Python values travel to SQLite and back: dates as ISO text, decimals as float.

Reading goes by the declared column type (`datetime(6)`, `date`, `time(6)`, `decimal(21,9)`).
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable
from decimal import Decimal
from typing import Any


def time_text(value: dt.timedelta) -> str:
    """`HH:MM:SS.ffffff`, sortable."""
    seconds, micro = divmod(round(value.total_seconds() * 1_000_000), 1_000_000)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours:02d}:{minute:02d}:{second:02d}.{micro:06d}"


def datetime_text(value: dt.datetime) -> str:
    return (
        value.strftime("%Y-%m-%d %H:%M:%S.%f")
        if value.year >= 1000
        else value.isoformat(" ", "microseconds")
    )


def parse_time_text(text: str) -> dt.timedelta:
    hours, minutes, seconds = ([*text.split(":"), "0", "0"])[:3]
    return dt.timedelta(hours=int(hours), minutes=int(minutes), seconds=float(seconds))


def _read_datetime(raw: bytes) -> Any:
    text = raw.decode()
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return text


def _read_date(raw: bytes) -> Any:
    text = raw.decode()
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return text


def _read_time(raw: bytes) -> Any:
    text = raw.decode()
    try:
        return parse_time_text(text)
    except ValueError:
        return text


def adapt(value: Any) -> Any:
    """A parameter as the driver takes it."""
    if value is None or isinstance(value, str | int | float | bytes):
        return value
    if isinstance(value, dt.datetime):
        return datetime_text(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return time_text(value)
    if isinstance(value, dt.time):
        return value.isoformat("microseconds")
    if isinstance(value, Decimal):
        return float(value)
    return str(value)


_PLAIN = frozenset({type(None), str, int, float, bool, bytes})


def adapted(values: Iterable[Any]) -> list[Any]:
    """Parameters as the driver takes them."""
    return [value if type(value) in _PLAIN else adapt(value) for value in values]


def register() -> None:
    """Converters are process-wide in sqlite3; registering twice is harmless."""
    for name in ("datetime", "DATETIME"):
        sqlite3.register_converter(name, _read_datetime)
    sqlite3.register_converter("date", _read_date)
    sqlite3.register_converter("time", _read_time)
    sqlite3.register_converter("decimal", float)
