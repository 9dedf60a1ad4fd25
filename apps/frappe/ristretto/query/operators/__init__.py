"""Decides which filter operators exist; one small function per operator, in a registry.

Two readings are kept apart, as on stock. A *list* filter counts NULL as empty (`!= "x"` includes
NULL rows);
a *plain* filter (`frappe.db.*`) is SQL's own: NULL never matches, and a value of None asks for
NULL.
"""

from __future__ import annotations

from collections.abc import Callable

from ristretto.context.translate import translate as _
from ristretto.errors import ValidationError
from ristretto.query.nodes import Node, Test
from ristretto.query.operators import between, compare, isset, like, membership, spans, tree
from ristretto.query.operators.ask import Ask

Operator = Callable[[Ask], Node]

OPERATORS: dict[str, Operator] = {
    "=": compare.equals,
    "!=": compare.differs,
    "<": compare.ordered,
    ">": compare.ordered,
    "<=": compare.ordered,
    ">=": compare.ordered,
    "like": like.like,
    "not like": like.like,
    "in": membership.is_in,
    "not in": membership.not_in,
    "is": isset.is_set,
    "between": between.between,
    "timespan": spans.timespan,
    "previous": spans.relative,
    "next": spans.relative,
    **dict.fromkeys(tree.TREE_OPERATORS, tree.in_tree),
}


def condition(ask: Ask) -> Node:
    """The node for one filter; ValidationError for an operator that does not exist."""
    operator = OPERATORS.get(ask.op)
    if operator is None:
        known = ", ".join(OPERATORS)
        text = _("{0}: {1} is not an operator. Use one of {2}").format(
            ask.place, ask.op or "''", known
        )
        raise ValidationError(text)
    if ask.plain and ask.value is None:
        return Test(ask.column, "null")
    return operator(ask)
