"""Decides how an access condition becomes part of a query. The only place where the two meet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ristretto.access import tree
from ristretto.db.dialects import speech
from ristretto.db.metas import get_meta
from ristretto.query.columns import column
from ristretto.query.nodes import (
    Always,
    Col,
    Exists,
    Never,
    Node,
    Raw,
    Test,
    both,
    either,
)


def access_node(condition: tree.Node, meta: Any) -> Node:
    """The condition over the rows of the DocType's own table."""
    return _MAKERS[type(condition)](condition, meta)


def _own(meta: Any, name: str) -> Col:
    return column(meta, name, meta.name)


def _linked(node: tree.LinkedTo, meta: Any) -> Node:
    values = (*node.values, "") if node.or_empty else node.values
    return Test(_own(meta, node.field), "in", values, or_null=node.or_empty)


def _rows_linked(node: tree.RowsLinkedTo, meta: Any) -> Node:
    """No row that links elsewhere."""
    child = get_meta(node.child_doctype)
    alias = f"rows_{node.child_doctype}_{node.field}"
    link = column(child, node.field, meta.name, alias)
    values = (*node.values, "") if node.or_empty else node.values
    where = both(
        [
            Test(Col(alias, child.name, "parenttype"), "=", (meta.name,)),
            Test(Col(alias, child.name, "parentfield"), "in", node.table_fields),
            Test(link, "not in", values, or_null=not node.or_empty),
        ]
    )
    on = ((Col(alias, child.name, "parent"), _own(meta, "name")),)
    return Exists(child.name, alias, on, where, negate=True)


def _in_parent(node: tree.InParent, meta: Any) -> Node:
    parent = get_meta(node.parent_doctype)
    alias = f"tab{parent.name}"
    own = [
        Test(_own(meta, "parenttype"), "=", (parent.name,)),
        Test(_own(meta, "parentfield"), "in", node.table_fields),
    ]
    on = ((Col(alias, parent.name, "name"), _own(meta, "parent")),)
    return both([*own, Exists(parent.name, alias, on, access_node(node.condition, parent))])


def _raw(node: tree.HookSql, meta: Any) -> Node:
    sql, values = speech().parted(node.text)
    return Raw(sql, meta.name, values)


_MAKERS: dict[type, Callable[[Any, Any], Node]] = {
    tree.Everything: lambda node, meta: Always(),
    tree.Nothing: lambda node, meta: Never(),
    tree.OwnedBy: lambda node, meta: Test(_own(meta, "owner"), "=", (node.user,)),
    tree.Named: lambda node, meta: Test(_own(meta, "name"), "in", node.names),
    tree.LinkedTo: _linked,
    tree.RowsLinkedTo: _rows_linked,
    tree.InParent: _in_parent,
    tree.HookSql: _raw,
    tree.AllOf: lambda node, meta: both([access_node(part, meta) for part in node.parts]),
    tree.AnyOf: lambda node, meta: either([access_node(part, meta) for part in node.parts]),
}
