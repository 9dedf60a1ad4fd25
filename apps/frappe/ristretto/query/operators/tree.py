"""Decides the tree operators: below or above a node of a tree DocType.

A leaf has no descendants: the answer is no rows, and all rows for the negated form. Stock
compares with ''
there and returns the rows whose link is empty (Q-OP-347…363), which is not repeated.
"""

from __future__ import annotations

from typing import Any

from ristretto.context import current
from ristretto.context.translate import translate as _
from ristretto.db.metas import get_meta
from ristretto.errors import ValidationError
from ristretto.query.nodes import Always, Never, Node, Test
from ristretto.query.operators.ask import Ask

DESCENDANTS = "child.`lft` > node.`lft` and child.`rgt` < node.`rgt`"
ANCESTORS = "child.`lft` < node.`lft` and child.`rgt` > node.`rgt`"
TREE_OPERATORS = (
    "descendants of",
    "descendants of (inclusive)",
    "not descendants of",
    "ancestors of",
    "not ancestors of",
)


def in_tree(ask: Ask) -> Node:
    if not ask.target or not get_meta(ask.target).is_nested_set():
        text = _("{0}: {1} does not name records of a tree").format(ask.place, ask.column.name)
        raise ValidationError(text)
    nodes = tuple(ask.value) if isinstance(ask.value, list | tuple | set) else (ask.value,)
    names: list[Any] = []
    for node in nodes:
        names += relatives(
            ask.target, str(node or ""), ANCESTORS if "ancestors" in ask.op else DESCENDANTS
        )
        if "inclusive" in ask.op and node:
            names.append(str(node))
    if not ask.op.startswith("not "):
        return Test(ask.column, "in", tuple(names)) if names else Never()
    if not names:
        return Always()
    return Test(ask.column, "not in", tuple(names), or_null=ask.column.nullable and not ask.plain)


def relatives(doctype: str, name: str, relation: str) -> list[str]:
    """Names of the nodes in this relation to `name`, from the root down."""
    rows = current().db.execute(
        f"select child.`name` from `tab{doctype}` as child, `tab{doctype}` as node "
        f"where node.`name` = ? and {relation} order by child.`lft`",
        (name,),
    )
    return [row[0] for row in rows]
