"""Decides `between`: two bounds, both included; in a list, days on a Datetime field are
whole days.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from ristretto.context.translate import translate as _
from ristretto.db.types import datetime_text
from ristretto.query import clock
from ristretto.query.literals import as_datetime, literal, refuse
from ristretto.query.nodes import DATE, DATETIME, EMPTY, Never, Node, Test
from ristretto.query.operators.ask import Ask

_DAY_END = dt.time(23, 59, 59, 999999)


def between(ask: Ask) -> Node:
    if ask.plain:
        return _plain(ask)
    if ask.column.kind not in (DATE, DATETIME):
        return _values(ask, *_two(ask))
    bounds = ask.value if isinstance(ask.value, list | tuple) else []
    missing = clock.today()
    low, high = ([*bounds, *[missing] * (2 - len(bounds))])[:2]
    return days(ask, low, high)


def days(ask: Ask, low: Any, high: Any) -> Node:
    """Bounds that are dates; an empty one is today, and a None on a Datetime field the year 1."""
    if ask.column.kind == DATE:
        values = tuple(literal(DATE, each or clock.today(), ask.place) for each in (low, high))
    else:
        values = (_moment(ask, low, dt.time()), _moment(ask, high, _DAY_END))
    return Test(ask.column, "between", values)


def _moment(ask: Ask, value: Any, time_of_day: dt.time) -> str:
    if value is None:
        return str(EMPTY[DATETIME])
    if value == "":
        value = clock.today()
    is_day = (isinstance(value, dt.date) and not isinstance(value, dt.datetime)) or (
        isinstance(value, str) and len(value.strip()) <= 10
    )
    moment = as_datetime(value, ask.place)
    return datetime_text(dt.datetime.combine(moment.date(), time_of_day) if is_day else moment)


def _plain(ask: Ask) -> Node:
    bounds = ask.value
    if isinstance(bounds, list | tuple) and (len(bounds) < 2 or None in bounds[:2]):
        return Never()
    return _values(ask, *_two(ask))


def _values(ask: Ask, low: Any, high: Any) -> Node:
    kind = ask.column.kind
    values = tuple("" if each == "" else literal(kind, each, ask.place) for each in (low, high))
    return Test(ask.column, "between", values)


def _two(ask: Ask) -> tuple[Any, Any]:
    if not isinstance(ask.value, list | tuple) or len(ask.value) < 2:
        refuse(ask.place, ask.value, _("a pair of values; write [from, to]"))
    return ask.value[0], ask.value[1]
