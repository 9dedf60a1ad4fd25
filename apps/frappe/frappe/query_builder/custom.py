"""Names that apps import from `frappe.query_builder.custom`."""

from __future__ import annotations

from pypika.terms import ValueWrapper

from frappe.query_builder.functions import GroupConcat, Match

GROUP_CONCAT = GroupConcat
MATCH = Match


class ConstantColumn(ValueWrapper):
    """A constant as an output column."""


__all__ = ["GROUP_CONCAT", "MATCH", "ConstantColumn"]
