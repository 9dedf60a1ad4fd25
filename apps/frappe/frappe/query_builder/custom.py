"""Names that apps import from `frappe.query_builder.custom`."""

from __future__ import annotations

from typing import Any

from pypika.terms import ValueWrapper

from frappe.query_builder.functions import GroupConcat, Match

GROUP_CONCAT = GroupConcat
MATCH = Match


class ConstantColumn(ValueWrapper):
    """A constant as an output column, called like itself unless it is given another name."""

    def __init__(self, value: Any, alias: str | None = None) -> None:
        super().__init__(value, alias or str(value))


__all__ = ["GROUP_CONCAT", "MATCH", "ConstantColumn"]
