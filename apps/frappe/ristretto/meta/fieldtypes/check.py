"""Yes or no, always 0 or 1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ristretto.meta.fieldtypes.base import EMPTY, Column, Fieldtype, parse_number, static_default

if TYPE_CHECKING:
    from ristretto.meta.field import Field

WORDS = {"true": 1, "false": 0, "yes": 1, "no": 0}


class Check(Fieldtype):
    name = "Check"
    cast_empty = 0

    def column(self, field: Field) -> Column:
        return Column("int(1)", default=self.cast(static_default(field)), not_null=True)

    def cast(self, value: Any) -> int:
        if isinstance(value, str) and value.strip().lower() in WORDS:
            return WORDS[value.strip().lower()]
        return 1 if parse_number(value) else 0

    def problem(self, value: Any) -> str | None:
        known = isinstance(value, str) and value.strip().lower() in WORDS
        if value in EMPTY or known or parse_number(value) is not None:
            return None
        return "must be 0 or 1"
