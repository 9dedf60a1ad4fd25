"""Decides `like` and `not like`: `%` and `_` as given, blind to case and accents."""

from __future__ import annotations

from ristretto.context.translate import translate as _
from ristretto.query.literals import literal, refuse
from ristretto.query.nodes import DATE, TEXT, Node, Test
from ristretto.query.operators.ask import Ask


def like(ask: Ask) -> Node:
    """In a list a backslash is an ordinary character; in the plain engine it escapes `%` and
    `_`.
    """
    if ask.column.kind == DATE and not ask.plain:
        refuse(ask.place, ask.value, _("usable with like on a date; use between or timespan"))
    pattern = str(literal(TEXT, ask.value, ask.place))
    verb = f"{ask.op} escape" if ask.plain and "\\" in pattern else ask.op
    empty_passes = (ask.op == "like") == (pattern.strip("%") == "")
    if ask.op == "like" and pattern != "":
        empty_passes = False
    or_null = empty_passes and ask.column.nullable and not ask.plain
    return Test(ask.column, verb, (pattern,), or_null=or_null)
