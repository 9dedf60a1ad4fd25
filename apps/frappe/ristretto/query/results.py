"""Decides how rows leave a query: typed as on stock, as dicts, tuples or plain values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from ristretto.context import AttrDict
from ristretto.query.nodes import DATE, DATETIME, FLOAT, INT, Fn

Row = tuple[Any, ...]


def converters(terms: Sequence[Any]) -> list[Callable[[Any], Any] | None] | None:
    """One per output column; None when the driver's own types are right throughout."""
    found = [_converter(term) for term in terms]
    return found if any(found) else None


def convert(rows: list[Row], functions: list[Callable[[Any], Any] | None] | None) -> list[Row]:
    if functions is None:
        return rows
    return [
        tuple(
            value if function is None or value is None else function(value)
            for value, function in zip(row, functions, strict=True)
        )
        for row in rows
    ]


def _converter(term: Any) -> Callable[[Any], Any] | None:
    if not isinstance(term, Fn):
        return None
    if term.name == "avg":
        digits = 4 if getattr(term.args[0], "kind", "") == INT else 9
        return lambda value: round(float(value), digits)
    if term.kind == FLOAT and term.name != "round":
        return float
    if term.kind == DATE:
        return _as_date
    if term.kind == DATETIME:
        return _as_datetime
    return None


def _as_date(value: Any) -> Any:
    return dt.date.fromisoformat(value[:10]) if isinstance(value, str) and value else value


def _as_datetime(value: Any) -> Any:
    return dt.datetime.fromisoformat(value) if isinstance(value, str) and value else value


def as_dicts(keys: Sequence[str], rows: list[Row]) -> list[AttrDict]:
    return [AttrDict(zip(keys, row, strict=True)) for row in rows]
