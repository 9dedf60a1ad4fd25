"""Decides a report's total row: sums of numbers, means of percentages, "Total" in front. Pure."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ristretto.context import AttrDict

SUMMED = ("Currency", "Int", "Float", "Percent", "Duration")
_NO_LABEL = ("Currency", "Int", "Float", "Date")


def number(value: Any) -> float:
    """A cell as a number; text that is none counts as 0."""
    try:
        return float(value.replace(",", "") if isinstance(value, str) else value)
    except (TypeError, ValueError):
        return 0.0


def total_row(
    columns: list[AttrDict],
    rows: list[Any],
    *,
    label: str,
    is_tree: bool = False,
    parent_field: str | None = None,
) -> list[Any]:
    """One cell per column. In a tree only rows without a parent count."""
    counted = [row for row in rows if not (is_tree and parent_field and row.get(parent_field))]
    cells = [_cell(column, counted) for column in columns]
    if columns and columns[0].fieldtype not in _NO_LABEL:
        cells[0] = label
    return cells


def _cell(column: AttrDict, rows: list[Any]) -> Any:
    values = [row.get(column.fieldname) for row in rows]
    if column.disable_total:
        return ""
    if column.fieldtype == "Link" and column.options == "Currency":
        return values[0] if values else ""
    if column.fieldtype == "Time":
        return sum((v for v in values if isinstance(v, timedelta)), timedelta())
    if column.fieldtype not in SUMMED:
        return ""
    total = sum(number(value) for value in values)
    return total / len(values) if column.fieldtype == "Percent" and values else total
