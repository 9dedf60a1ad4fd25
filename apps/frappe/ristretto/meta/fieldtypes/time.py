"""A time of day, a timedelta in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ristretto.meta.fieldtypes.base import EMPTY, Column, Fieldtype, parse_time

if TYPE_CHECKING:
    from ristretto.meta.field import Field


class Time(Fieldtype):
    name = "Time"

    def column(self, field: Field) -> Column:
        return Column("time(6)")

    def cast(self, value: Any) -> Any:
        if value in EMPTY:
            return None
        parsed = parse_time(value)
        return value if parsed is None else parsed

    def problem(self, value: Any) -> str | None:
        if value in EMPTY or parse_time(value) is not None:
            return None
        return "is not a time (HH:MM:SS)"
