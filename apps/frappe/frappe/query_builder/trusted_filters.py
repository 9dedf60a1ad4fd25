"""Decides what more `qb.get_query` takes as filters than `frappe.db` does: criteria, dotted names, [field, value]."""

from __future__ import annotations

import re
from typing import Any

from pypika.terms import Criterion
from ristretto.query.filters import Filter

_DOTTED = re.compile(r"^(?!tab)[^\W\d]\w*\.[^\W\d]\w*$")


def sorted_filters(filters: Any, *, dotted: bool) -> tuple[Any, list[Criterion]]:
    """(filters as `frappe.db` takes them, criteria to be added)."""
    if filters is None:
        return {}, []
    if isinstance(filters, Criterion):
        return {}, [filters]
    if isinstance(filters, dict):
        return [_pair(*item, dotted=dotted) for item in filters.items()], []
    is_conditions = isinstance(filters, list | tuple) and any(
        isinstance(each, list | tuple | dict | Criterion) for each in filters
    )
    if not is_conditions:
        return filters, []
    plain: list[Any] = []
    criteria: list[Criterion] = []
    for each in filters:
        found, more = _condition(each, dotted=dotted)
        plain += found
        criteria += more
    return plain, criteria


def _condition(item: Any, *, dotted: bool) -> tuple[list[Any], list[Criterion]]:
    if isinstance(item, Criterion):
        return [], [item]
    if isinstance(item, dict):
        return [_pair(*pair, dotted=dotted) for pair in item.items()], []
    if len(item) == 2:
        return [_pair(item[0], item[1], dotted=dotted)], []
    if len(item) == 3:
        return [_made(item[0], item[1], item[2], dotted=dotted)], []
    return [item], []


def _pair(field: Any, value: Any, *, dotted: bool) -> Any:
    if isinstance(value, list | tuple) and len(value) >= 2:
        return _made(field, value[0], value[1], dotted=dotted)
    return (
        {field: value}
        if isinstance(value, list | tuple)
        else _made(field, "=", value, dotted=dotted)
    )


def _made(field: Any, op: Any, value: Any, *, dotted: bool) -> Any:
    """A filter over a joined record, or the plain list form for the grammar to judge."""
    if dotted and isinstance(field, str) and isinstance(op, str) and _DOTTED.match(field):
        return Filter("", field, op.lower(), value, field)
    return [field, op, value]
