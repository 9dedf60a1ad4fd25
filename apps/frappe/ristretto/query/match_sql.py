"""Decides how an access condition reads as SQL text in MySQL's dialect, for apps that write their
own queries.

Every value is a quoted literal; the text goes through `Connection.frappe_sql`, never to the
driver as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from ristretto.access import tree


def condition_sql(condition: tree.Node, doctype: str) -> str:
    """The condition over `tab<doctype>`; "" when nothing restricts."""
    if isinstance(condition, tree.Everything):
        return ""
    return _WRITERS[type(condition)](condition, doctype)


def literal(value: Any) -> str:
    """A quoted literal."""
    return "'" + str(value).replace("\\", "\\\\").replace("'", "\\'") + "'"


def _listed(values: Iterable[Any]) -> str:
    return "(" + ", ".join(literal(each) for each in values) + ")"


def _column(doctype: str, name: str) -> str:
    return f"`tab{doctype}`.`{name}`"


def _linked(node: tree.LinkedTo, doctype: str) -> str:
    column = _column(doctype, node.field)
    found = f"{column} in {_listed(node.values)}"
    return f"(ifnull({column}, '') = '' or {found})" if node.or_empty else found


def _rows_linked(node: tree.RowsLinkedTo, doctype: str) -> str:
    column = _column(node.child_doctype, node.field)
    outside = f"{column} not in {_listed(node.values)}"
    wrong = f"(ifnull({column}, '') <> '' and {outside})"
    if not node.or_empty:
        wrong = f"(ifnull({column}, '') = '' or {outside})"
    rows = f"`tab{node.child_doctype}` where {_rows_of(node, doctype)}"
    return f"not exists (select 1 from {rows} and {wrong})"


def _rows_of(node: tree.RowsLinkedTo, doctype: str) -> str:
    child = node.child_doctype
    return " and ".join(
        [
            f"{_column(child, 'parent')} = {_column(doctype, 'name')}",
            f"{_column(child, 'parenttype')} = {literal(doctype)}",
            f"{_column(child, 'parentfield')} in {_listed(node.table_fields)}",
        ]
    )


def _in_parent(node: tree.InParent, doctype: str) -> str:
    parent = node.parent_doctype
    parts = [f"{_column(parent, 'name')} = {_column(doctype, 'parent')}"]
    if inner := condition_sql(node.condition, parent):
        parts.append(inner)
    return " and ".join(
        [
            f"{_column(doctype, 'parenttype')} = {literal(parent)}",
            f"{_column(doctype, 'parentfield')} in {_listed(node.table_fields)}",
            f"exists (select 1 from `tab{parent}` where {' and '.join(parts)})",
        ]
    )


def _joined(word: str) -> Callable[[Any, str], str]:
    return lambda node, doctype: (
        "(" + word.join(condition_sql(part, doctype) for part in node.parts) + ")"
    )


_WRITERS: dict[type, Callable[[Any, str], str]] = {
    tree.Nothing: lambda node, doctype: "1 = 0",
    tree.OwnedBy: lambda node, doctype: f"{_column(doctype, 'owner')} = {literal(node.user)}",
    tree.Named: lambda node, doctype: f"{_column(doctype, 'name')} in {_listed(node.names)}",
    tree.LinkedTo: _linked,
    tree.RowsLinkedTo: _rows_linked,
    tree.InParent: _in_parent,
    tree.HookSql: lambda node, doctype: f"({node.text})",
    tree.AllOf: _joined(" and "),
    tree.AnyOf: _joined(" or "),
}
