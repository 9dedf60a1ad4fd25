"""A calendar day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from ristretto.meta.fieldtypes.base import EMPTY, Column, Fieldtype, moment_default, parse_date

if TYPE_CHECKING:
    from ristretto.meta.field import Field


class Date(Fieldtype):
    name = "Date"

    def column(self, field: Field) -> Column:
        return Column("date", default=moment_default(field, parse_date, dt.date.isoformat))

    def cast(self, value: Any) -> Any:
        if value in EMPTY:
            return None
        parsed = parse_date(value)
        return value if parsed is None else parsed

    def problem(self, value: Any) -> str | None:
        if value in EMPTY or parse_date(value) is not None:
            return None
        return "is not a date (YYYY-MM-DD)"
