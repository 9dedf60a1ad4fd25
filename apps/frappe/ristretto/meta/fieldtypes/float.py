"""Decimal numbers with nine places in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ristretto.meta.fieldtypes.base import EMPTY, Column, Fieldtype, parse_number, static_default

if TYPE_CHECKING:
    from ristretto.meta.field import Field


class Float(Fieldtype):
    name = "Float"
    cast_empty = 0.0

    def column(self, field: Field) -> Column:
        return Column("decimal(21,9)", default=self.cast(static_default(field)), not_null=True)

    def cast(self, value: Any) -> float:
        return round(parse_number(value) or 0.0, 9)

    def problem(self, value: Any) -> str | None:
        if value in EMPTY or parse_number(value) is not None:
            return None
        return "is not a number"
