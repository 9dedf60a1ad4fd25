"""Decides `is set` and `is not set`."""

from __future__ import annotations

from ristretto.context.translate import translate as _
from ristretto.query.literals import refuse
from ristretto.query.nodes import FLOAT, INT, TEXT, Never, Node, Test
from ristretto.query.operators.ask import Ask


def is_set(ask: Ask) -> Node:
    """In a list: "set" is not empty, and not zero for numbers. In the plain engine: NULL or not
    NULL."""
    value = ask.value.strip().lower() if isinstance(ask.value, str) else ask.value
    if value not in ("set", "not set"):
        refuse(ask.place, ask.value, _('usable with "is"; write "set" or "not set"'))
    wanted = value == "set"
    if ask.plain:
        return Test(ask.column, "not null" if wanted else "null")
    if ask.column.kind in (INT, FLOAT):
        return Test(ask.column, "!=", (0,)) if wanted else Never()
    if ask.column.kind == TEXT:
        return Test(ask.column, "!=" if wanted else "=", ("",), or_null=not wanted)
    return Test(ask.column, "not null" if wanted else "null")
