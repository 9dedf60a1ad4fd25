"""Decides `=`, `!=`, `<`, `<=`, `>`, `>=`."""

from __future__ import annotations

import operator as op
from typing import Any

from ristretto.access.tree import fold_case
from ristretto.query import clock
from ristretto.query.literals import literal
from ristretto.query.nodes import DATE, EMPTY, TEXT, Never, Node, Test
from ristretto.query.operators.ask import Ask

_COMPARE = {
    "=": op.eq,
    "!=": op.ne,
    "<": op.lt,
    "<=": op.le,
    ">": op.gt,
    ">=": op.ge,
}


def equals(ask: Ask) -> Node:
    """`= None` on text matches nothing in a list: stock does the same, `is not set` is the way."""
    if ask.value is None and ask.column.kind == TEXT and not ask.plain:
        return Never()
    return _test(ask)


def differs(ask: Ask) -> Node:
    return _test(ask)


def ordered(ask: Ask) -> Node:
    return _test(ask)


def _test(ask: Ask) -> Node:
    value = _value(ask)
    return Test(ask.column, ask.op, (value,), or_null=_empty_passes(ask, value))


def _value(ask: Ask) -> Any:
    if ask.value in (None, "") and ask.column.kind == DATE and not ask.plain:
        return clock.today().isoformat()  # stock reads an empty date in a list filter as today
    if ask.value == "" and ask.plain and isinstance(EMPTY[ask.column.kind], str):
        return ""
    return literal(ask.column.kind, ask.value, ask.place)


def _empty_passes(ask: Ask, value: Any) -> bool:
    """Whether a NULL, counted as empty, satisfies the comparison."""
    if ask.plain or not ask.column.nullable:
        return False
    if ask.op == "=" and ask.value not in (None, ""):
        return False  # an explicit value never finds NULL, not even the one that NULL counts as
    if ask.op in (">", ">=") and ask.column.kind in ("date", "datetime"):
        return False
    empty = EMPTY[ask.column.kind]
    if isinstance(empty, str):
        return bool(_COMPARE[ask.op](empty, fold_case(value)))
    return bool(_COMPARE[ask.op](empty, value))
