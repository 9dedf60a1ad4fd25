"""A moment in the site's time zone."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from ristretto.meta.fieldtypes.base import EMPTY, Column, Fieldtype, moment_default, parse_datetime

if TYPE_CHECKING:
    from ristretto.meta.field import Field


def moment_text(moment: dt.datetime) -> str:
    return moment.isoformat(" ", "microseconds")


class Datetime(Fieldtype):
    name = "Datetime"

    def column(self, field: Field) -> Column:
        return Column("datetime(6)", default=moment_default(field, parse_datetime, moment_text))

    def cast(self, value: Any) -> Any:
        if value in EMPTY:
            return None
        parsed = parse_datetime(value)
        return value if parsed is None else parsed

    def problem(self, value: Any) -> str | None:
        if value in EMPTY or parse_datetime(value) is not None:
            return None
        return "is not a date with time (YYYY-MM-DD HH:MM:SS)"
