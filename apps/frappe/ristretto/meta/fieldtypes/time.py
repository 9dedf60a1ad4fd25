"""A time of day, a timedelta in Python."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from ristretto.meta.fieldtypes.base import EMPTY, Column, Fieldtype, moment_default, parse_time

if TYPE_CHECKING:
    from ristretto.meta.field import Field


def clock_text(time: dt.timedelta) -> str:
    """`08:00:00.000000`"""
    seconds = time.total_seconds()
    return f"{int(seconds // 3600):02}:{int(seconds // 60 % 60):02}:{seconds % 60:09.6f}"


class Time(Fieldtype):
    name = "Time"

    def column(self, field: Field) -> Column:
        return Column("time(6)", default=moment_default(field, parse_time, clock_text))

    def cast(self, value: Any) -> Any:
        if value in EMPTY:
            return None
        parsed = parse_time(value)
        return value if parsed is None else parsed

    def problem(self, value: Any) -> str | None:
        if value in EMPTY or parse_time(value) is not None:
            return None
        return "is not a time (HH:MM:SS)"
