"""Decides which MySQL functions SQLite answers to; registered on every connection.

Each is a small Python function over the stored text forms (dates as ISO text). NULL in, NULL out,
as on
MySQL. Forms that need another shape are in `translate_sql`.
"""

from __future__ import annotations

import datetime as dt
import math
import random
import re
import sqlite3
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from ristretto.db import mysql_more
from ristretto.db.fold import fold_value, sort_key

_FORMATS = {
    "Y": "%Y",
    "y": "%y",
    "m": "%m",
    "d": "%d",
    "H": "%H",
    "i": "%M",
    "s": "%S",
    "S": "%S",
    "f": "%f",
    "M": "%B",
    "b": "%b",
    "W": "%A",
    "a": "%a",
    "p": "%p",
    "h": "%I",
    "I": "%I",
    "j": "%j",
    "T": "%H:%M:%S",
    "r": "%I:%M:%S %p",
    "v": "%V",
    "u": "%W",
    "U": "%U",
    "x": "%G",
}
_PLAIN = {"c": "month", "e": "day", "k": "hour"}


def moment(value: Any) -> dt.datetime | None:
    """A stored date or datetime; None for anything that is none."""
    try:
        return dt.datetime.fromisoformat(str(value)) if value not in (None, "") else None
    except ValueError:
        return None


def _of_moment(function: Callable[[dt.datetime], Any]) -> Callable[[Any], Any]:
    def call(value: Any) -> Any:
        found = moment(value)
        return None if found is None else function(found)

    return call


def _strict(function: Callable[..., Any]) -> Callable[..., Any]:
    """NULL when any argument is NULL."""
    return lambda *args: None if any(arg is None for arg in args) else function(*args)


def _total(function: Callable[..., Any]) -> Callable[..., Any]:
    """NULL for arguments that the function has no answer for: a date beyond the calendar, text for a number."""

    def call(*args: Any) -> Any:
        try:
            return function(*args)
        except (ArithmeticError, LookupError, TypeError, ValueError):
            return None

    return call


def date_format(value: Any, pattern: Any) -> str | None:
    """`DATE_FORMAT(d, '%Y-%m')`."""
    found = moment(value)
    if found is None or pattern is None:
        return None

    def one(match: re.Match[str]) -> str:
        letter = match[1]
        if letter in _PLAIN:
            return str(getattr(found, _PLAIN[letter]))
        if letter == "w":
            return str(found.isoweekday() % 7)
        code = _FORMATS.get(letter)
        return found.strftime(code) if code else letter

    return re.sub(r"%(.)", one, str(pattern))


def _shift_months(value: dt.datetime, months: int) -> dt.datetime:
    index = value.year * 12 + value.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return value.replace(year=year, month=month, day=min(value.day, _days_in(year, month)))


def _days_in(year: int, month: int) -> int:
    first_of_next = dt.date(year + month // 12, month % 12 + 1, 1)
    return (first_of_next - dt.timedelta(days=1)).day


def add_interval(value: Any, amount: Any, unit: str) -> str | None:
    """`value + INTERVAL amount unit`; a date stays a date while the unit is a day or more."""
    found = moment(value)
    if found is None or amount is None:
        return None
    unit = unit.lower()
    months = {"month": 1, "quarter": 3, "year": 12}.get(unit)
    if months:
        shifted = _shift_months(found, round(float(amount)) * months)
    else:
        shifted = found + dt.timedelta(**{f"{unit}s": float(amount)})
    is_date = len(str(value)) <= 10 and unit in ("day", "week", "month", "quarter", "year")
    return shifted.date().isoformat() if is_date else shifted.isoformat(" ", "microseconds")


def sub_interval(value: Any, amount: Any, unit: str = "day") -> str | None:
    return add_interval(value, None if amount is None else -float(amount), unit)


def timestampdiff(unit: Any, start: Any, end: Any) -> int | None:
    """Whole units between two moments, towards zero."""
    first, last = moment(start), moment(end)
    if first is None or last is None:
        return None
    months = {"month": 1, "quarter": 3, "year": 12}.get(str(unit).lower())
    if months:
        return int(_months_between(first, last) / months)
    seconds = {
        "microsecond": 1e-6,
        "second": 1,
        "minute": 60,
        "hour": 3600,
        "day": 86400,
        "week": 604800,
    }
    return int((last - first).total_seconds() / seconds[str(unit).lower()])


def _months_between(first: dt.datetime, last: dt.datetime) -> int:
    if last < first:
        return -_months_between(last, first)
    months = (last.year - first.year) * 12 + last.month - first.month
    return months - (_shift_months(first, months) > last)


def datediff(end: Any, start: Any) -> int | None:
    last, first = moment(end), moment(start)
    return None if first is None or last is None else (last.date() - first.date()).days


def timestamp(value: Any, clock: Any = None) -> str | None:
    """`TIMESTAMP(date[, time])`."""
    found = moment(value)
    if found is None:
        return None
    if clock:
        hours, minutes, seconds = ([*str(clock).split(":"), "0", "0"])[:3]
        found += dt.timedelta(hours=int(hours), minutes=int(minutes), seconds=float(seconds))
    return found.isoformat(" ", "microseconds")


def locate(needle: Any, text: Any, start: int = 1) -> int:
    return str(text).lower().find(str(needle).lower(), int(start) - 1) + 1


def field(value: Any, *choices: Any) -> int:
    """Position of the value in the list, 0 when absent or NULL."""
    wanted = None if value is None else str(value).lower()
    return next(
        (
            n
            for n, each in enumerate(choices, 1)
            if each is not None and str(each).lower() == wanted
        ),
        0,
    )


def concat_ws(separator: Any, *parts: Any) -> str | None:
    return (
        None if separator is None else str(separator).join(_text(p) for p in parts if p is not None)
    )


def _text(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def substring_index(text: Any, separator: Any, count: Any) -> str:
    parts = str(text).split(str(separator))
    return str(separator).join(parts[: int(count)] if int(count) > 0 else parts[int(count) :])


@lru_cache(maxsize=500)
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


def regexp(pattern: Any, text: Any) -> int | None:
    """`text REGEXP pattern`, blind to case as MySQL's collations are."""
    return (
        None
        if pattern is None or text is None
        else int(bool(_pattern(str(pattern)).search(str(text))))
    )


def truncate(value: Any, digits: Any) -> float:
    factor = 10 ** int(digits)
    return float(math.trunc(float(value) * factor) / factor)


def find_in_set(needle: Any, text: Any) -> int:
    parts = str(text).split(",")
    return parts.index(str(needle)) + 1 if str(needle) in parts else 0


_DATE_PARTS: dict[str, Callable[[dt.datetime], Any]] = {
    "year": lambda d: d.year,
    "month": lambda d: d.month,
    "day": lambda d: d.day,
    "dayofmonth": lambda d: d.day,
    "quarter": lambda d: (d.month + 2) // 3,
    "hour": lambda d: d.hour,
    "minute": lambda d: d.minute,
    "second": lambda d: d.second,
    "dayofweek": lambda d: d.isoweekday() % 7 + 1,
    "weekday": lambda d: d.weekday(),
    "dayofyear": lambda d: d.timetuple().tm_yday,
    "week": lambda d: int(d.strftime("%U")),
    "weekofyear": lambda d: d.isocalendar().week,
    "yearweek": lambda d: int(d.strftime("%Y%U")),
    "monthname": lambda d: d.strftime("%B"),
    "dayname": lambda d: d.strftime("%A"),
    "last_day": lambda d: d.replace(day=_days_in(d.year, d.month)).date().isoformat(),
    "to_days": lambda d: d.toordinal() + 365,
}
# name: (number of arguments, function); -1 takes any number
_FUNCTIONS: dict[str, tuple[int, Callable[..., Any]]] = {
    **{name: (1, _of_moment(function)) for name, function in _DATE_PARTS.items()},
    "date_format": (2, date_format),
    "add_interval": (3, add_interval),
    "date_add": (3, add_interval),
    "date_sub": (3, sub_interval),
    "adddate": (3, add_interval),
    "subdate": (3, sub_interval),
    "timestampdiff": (3, timestampdiff),
    "datediff": (2, datediff),
    "timestamp": (-1, timestamp),
    "locate": (-1, _strict(locate)),
    "field": (-1, field),
    "concat_ws": (-1, concat_ws),
    "concat": (-1, _strict(lambda *parts: "".join(_text(part) for part in parts))),
    "substring_index": (3, _strict(substring_index)),
    "regexp": (2, regexp),
    "truncate": (2, _strict(truncate)),
    "find_in_set": (2, _strict(find_in_set)),
    "if": (3, lambda test, yes, no: yes if test else no),
    "left": (2, _strict(lambda text, count: str(text)[: max(int(count), 0)])),
    "right": (2, _strict(lambda text, count: str(text)[-int(count) :] if int(count) > 0 else "")),
    "char_length": (1, _strict(lambda text: len(str(text)))),
    "repeat": (2, _strict(lambda text, count: str(text) * max(int(count), 0))),
    "reverse": (1, _strict(lambda text: str(text)[::-1])),
    "greatest": (-1, _strict(lambda *values: max(values))),
    "least": (-1, _strict(lambda *values: min(values))),
    "ceiling": (1, _strict(lambda value: math.ceil(float(value)))),
    "str_to_date": (2, _strict(lambda text, pattern: _parse(text, pattern))),
    "from_unixtime": (
        1,
        _strict(lambda s: dt.datetime.fromtimestamp(float(s)).isoformat(" ", "seconds")),
    ),
}
# functions whose answer depends on the moment
_VOLATILE: dict[str, tuple[int, Callable[..., Any]]] = {
    "now": (-1, lambda *digits: dt.datetime.now().isoformat(" ", "seconds")),
    "curdate": (0, lambda: dt.date.today().isoformat()),
    "curtime": (0, lambda: dt.datetime.now().strftime("%H:%M:%S")),
    "unix_timestamp": (-1, lambda *value: _unix(*value)),
    "rand": (-1, lambda *seed: random.random()),
}


def _parse(text: str, pattern: str) -> str | None:
    code = re.sub(r"%(.)", lambda match: _FORMATS.get(match[1], match[0]), pattern)
    try:
        return dt.datetime.strptime(text, code).isoformat(" ", "seconds")
    except ValueError:
        return None


def _unix(value: Any = None) -> int | None:
    if value is None:
        return int(time.time())
    found = moment(value)
    return None if found is None else int(found.timestamp())


def register(raw: sqlite3.Connection) -> None:
    raw.create_function("fold", 1, fold_value, deterministic=True)
    raw.create_function("sort_key", 1, sort_key, deterministic=True)
    for name, (count, function) in {**_FUNCTIONS, **mysql_more.PLAIN}.items():
        raw.create_function(name, count, _total(function), deterministic=True)
    for name, (count, function) in mysql_more.STRICT.items():
        raw.create_function(name, count, _total(_strict(function)), deterministic=True)
    for name, (count, function) in {**_VOLATILE, **mysql_more.VOLATILE}.items():
        raw.create_function(name, count, function)
    raw.create_aggregate("listed_values", 5, mysql_more.ListedValues)  # type: ignore[arg-type]
