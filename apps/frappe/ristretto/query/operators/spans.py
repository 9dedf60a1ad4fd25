"""Decides `timespan`, and the older `previous` and `next`: named periods around today."""

from __future__ import annotations

from typing import Any

from ristretto.context.translate import translate as _
from ristretto.query import clock
from ristretto.query.literals import refuse
from ristretto.query.nodes import DATE, DATETIME, Node
from ristretto.query.operators.ask import Ask
from ristretto.query.operators.between import days
from ristretto.query.timespan import RELATIVE, date_range


def timespan(ask: Ask) -> Node:
    """An unknown period is refused; stock silently takes it for today (Q-SPAN-13…23)."""
    return _within(ask, str(ask.value or ""))


def relative(ask: Ask) -> Node:
    unit = RELATIVE.get(str(ask.value).lower())
    if unit is None:
        refuse(ask.place, ask.value, _("a period; use one of {0}").format(", ".join(RELATIVE)))
    return _within(ask, f"{'last' if ask.op == 'previous' else 'next'} {unit}")


def _within(ask: Ask, text: str) -> Node:
    if ask.column.kind not in (DATE, DATETIME):
        refuse(ask.place, ask.column.name, _("a date; periods fit Date and Datetime fields only"))
    found: Any = date_range(text, clock.today(), clock.first_weekday())
    if found is None:
        refuse(ask.place, ask.value, _("a known period such as 'last week' or 'this month'"))
    return days(ask, *found)
