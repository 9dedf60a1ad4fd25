"""A rating between 0 and 1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ristretto.meta.fieldtypes.base import EMPTY, Column, Fieldtype, parse_number, static_default

if TYPE_CHECKING:
    from ristretto.meta.field import Field


class Rating(Fieldtype):
    name = "Rating"
    cast_empty = 0.0

    def column(self, field: Field) -> Column:
        default = static_default(field)
        return Column("decimal(3,2)", default=None if default is None else self.cast(default))

    def cast(self, value: Any) -> float:
        return max(0, min(parse_number(value) or 0.0, 1))

    def problem(self, value: Any) -> str | None:
        if value in EMPTY or parse_number(value) is not None:
            return None
        return "must be a number between 0 and 1"
