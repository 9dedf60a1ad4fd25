"""A length of time in seconds; empty stays empty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ristretto.meta.fieldtypes.base import EMPTY, Column, Fieldtype, parse_number, static_default

if TYPE_CHECKING:
    from ristretto.meta.field import Field


class Duration(Fieldtype):
    name = "Duration"

    def column(self, field: Field) -> Column:
        return Column("decimal(21,9)", default=self.cast(static_default(field)))

    def cast(self, value: Any) -> float | None:
        number = None if value in EMPTY else parse_number(value)
        return None if number is None else round(number, 9)

    def problem(self, value: Any) -> str | None:
        if value in EMPTY or parse_number(value) is not None:
            return None
        return "is not a number of seconds"
