"""Whole numbers; `length` over 11 makes a bigint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ristretto.meta.fieldtypes.base import EMPTY, Column, Fieldtype, parse_number, static_default

if TYPE_CHECKING:
    from ristretto.meta.field import Field

INT_LENGTH = 11


class Int(Fieldtype):
    name = "Int"
    cast_empty = 0

    def column(self, field: Field) -> Column:
        length = int(field.length or 0)
        sql_type = "bigint(20)" if length > INT_LENGTH else f"int({length or INT_LENGTH})"
        return Column(sql_type, default=self.cast(static_default(field)), not_null=True)

    def cast(self, value: Any) -> int:
        if isinstance(value, int):
            return int(value)
        return int(parse_number(value) or 0)

    def problem(self, value: Any) -> str | None:
        if value in EMPTY or parse_number(value) is not None:
            return None
        return "is not a whole number"
