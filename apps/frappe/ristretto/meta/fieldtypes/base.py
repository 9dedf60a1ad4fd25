"""Decides what a fieldtype is: its column, how a value is cast, when a value is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from ristretto.meta.field import Field

VARCHAR_LENGTH = 140
EMPTY = (None, "")
TEXT_BYTES = 65_535  # what a `text` column of MariaDB takes


@dataclass(frozen=True)
class Column:
    """A column as DDL needs it; `default` is a Python value (None: no default)."""

    type: str
    default: Any = None
    not_null: bool = False


class Fieldtype:
    """One per fieldtype name; subclasses state facts as class attributes."""

    name: ClassVar[str]
    stores_text: ClassVar[bool] = False
    cast_empty: ClassVar[Any] = None

    def column(self, field: Field) -> Column | None:
        """The database column, None for fieldtypes without one."""
        return None

    def cast(self, value: Any) -> Any:
        """The value as stored; never raises, `problem` is asked first."""
        return value

    def problem(self, value: Any) -> str | None:
        """Why this value cannot be stored (a translatable sentence), None when it can."""
        return None


class VarcharType(Fieldtype):
    """Short text in a varchar column."""

    stores_text = True

    def column(self, field: Field) -> Column:
        length = int(field.length or 0) or VARCHAR_LENGTH
        return Column(f"varchar({length})", default=static_default(field))


class TextType(Fieldtype):
    """Long text; `sql_type` tells how long."""

    stores_text = True
    sql_type: ClassVar[str] = "text"

    def column(self, field: Field) -> Column:
        return Column(self.sql_type, default=static_default(field))


class DisplayType(Fieldtype):
    """Shown, never stored."""


def static_default(field: Field) -> Any:
    """The column default of a field; dynamic ones (`Today`, `__user`, `:DocType`) belong to the document."""
    value = field.default
    if value in EMPTY or not isinstance(value, str):
        return value if value not in EMPTY else None
    if value.startswith((":", "__")) or value.lower() in ("today", "now"):
        return None
    return value


def moment_default(field: Field, parse: Callable[[Any], Any], show: Callable[[Any], str]) -> Any:
    """The column default of a date, time or moment, as it is stored; None when it is no such text."""
    parsed = parse(static_default(field))
    return None if parsed is None else show(parsed)


def parse_number(value: Any) -> float | None:
    """A number out of what people type ("1,234.5"), None when it is not one."""
    if isinstance(value, bool | int | float):
        return float(value)
    if not isinstance(value, str):
        return None
    text = value.strip().replace(",", "")
    try:
        number = float(text)
    except ValueError:
        return None
    return number if number == number and abs(number) != float("inf") else None


def parse_date(value: Any) -> dt.date | None:
    """A date out of a date, a datetime or ISO text; None when unreadable."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    moment = parse_datetime(value)
    return moment.date() if moment else None


def parse_datetime(value: Any) -> dt.datetime | None:
    """A naive datetime out of a datetime, a date or ISO text; None when unreadable."""
    if isinstance(value, dt.datetime):
        return value
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day)
    if not isinstance(value, str):
        return None
    text = value.strip()
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return _parse_loose(text)
    return moment.replace(tzinfo=None) if moment.tzinfo is None else None


def _parse_loose(text: str) -> dt.datetime | None:
    """`2026-1-2`, `2026/01/02` and `2026-1-2 9:5:7`: single digits and slashes, as MariaDB reads them."""
    day, _, clock = text.partition(" ")
    try:
        year, month, date = (int(part) for part in day.replace("/", "-").split("-"))
        hour, minute, second = (
            [*(int(float(part)) for part in clock.split(":")), 0, 0, 0][:3] if clock else (0, 0, 0)
        )
        return dt.datetime(year, month, date, hour, minute, second)
    except ValueError:
        return None


def parse_time(value: Any) -> dt.timedelta | None:
    """A time of day as timedelta out of a time, timedelta, datetime, `HH:MM[:SS[.ffffff]]` or HHMMSS."""
    if isinstance(value, dt.timedelta):
        return value
    if isinstance(value, dt.datetime):
        value = value.time()
    if isinstance(value, dt.time):
        return dt.timedelta(
            hours=value.hour,
            minutes=value.minute,
            seconds=value.second,
            microseconds=value.microsecond,
        )
    clock = str(value).strip().rpartition(" ")[2]
    try:
        parts = [float(part) for part in clock.split(":")]
    except ValueError:
        return None
    if len(parts) == 1:
        hours, rest = divmod(parts[0], 10_000)
        parts = [hours, *divmod(rest, 100)]
    if (
        not 1 <= len(parts) <= 3
        or any(part < 0 for part in parts)
        or max(parts[1:], default=0) >= 60
    ):
        return None
    hours, minutes, seconds = [*parts, 0.0, 0.0][:3]
    return dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)
