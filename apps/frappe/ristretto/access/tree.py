"""Decides what an access condition is made of, and whether a document meets it.

The same tree is evaluated on one document here and rendered as SQL by `ristretto.query.access_nodes`, so that a list
and a single record can never disagree. Nodes are immutable and hold plain values only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

_ASCII_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


@dataclass(frozen=True, slots=True)
class Everything:
    """No restriction."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No document at all."""


@dataclass(frozen=True, slots=True)
class OwnedBy:
    user: str


@dataclass(frozen=True, slots=True)
class Named:
    """The document's own name is one of these."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LinkedTo:
    """A link field of the document holds one of `values`, or nothing when `or_empty`."""

    field: str
    target: str
    values: tuple[str, ...]
    or_empty: bool


@dataclass(frozen=True, slots=True)
class RowsLinkedTo:
    """No row of the child tables `table_fields` links to something outside `values`."""

    child_doctype: str
    table_fields: tuple[str, ...]
    field: str
    target: str
    values: tuple[str, ...]
    or_empty: bool


@dataclass(frozen=True, slots=True)
class InParent:
    """Child rows in one of `table_fields` of a parent that meets `condition`."""

    parent_doctype: str
    table_fields: tuple[str, ...]
    condition: Node


@dataclass(frozen=True, slots=True)
class HookSql:
    """What a `permission_query_conditions` hook answered: SQL in MySQL's dialect, lists only."""

    text: str


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple[Node, ...]


Node = (
    Everything
    | Nothing
    | OwnedBy
    | Named
    | LinkedTo
    | RowsLinkedTo
    | InParent
    | HookSql
    | AllOf
    | AnyOf
)


def all_of(parts: Iterable[Node]) -> Node:
    """Conjunction without trivial members."""
    kept = tuple(part for part in parts if not isinstance(part, Everything))
    if any(isinstance(part, Nothing) for part in kept):
        return Nothing()
    if not kept:
        return Everything()
    return kept[0] if len(kept) == 1 else AllOf(kept)


def any_of(parts: Iterable[Node]) -> Node:
    """Disjunction without trivial members."""
    kept = tuple(part for part in parts if not isinstance(part, Nothing))
    if any(isinstance(part, Everything) for part in kept):
        return Everything()
    if not kept:
        return Nothing()
    return kept[0] if len(kept) == 1 else AnyOf(kept)


def fold_case(value: Any) -> str:
    """Names compare as the database does: ASCII letters without case, the rest exactly."""
    return str(value).translate(_ASCII_LOWER)


def is_one_of(value: Any, values: Iterable[str]) -> bool:
    wanted = fold_case(value)
    return any(fold_case(each) == wanted for each in values)


def holds(node: Node, doc: Any) -> bool:
    """Whether the document (anything with `.get`) meets the condition."""
    return _CHECKS[type(node)](node, doc)


def _link_is_allowed(row: Any, field: str, values: tuple[str, ...], or_empty: bool) -> bool:
    value = row.get(field)
    if value in (None, ""):
        return or_empty
    return is_one_of(value, values)


def _rows_are_allowed(node: RowsLinkedTo, doc: Any) -> bool:
    return all(
        _link_is_allowed(row, node.field, node.values, node.or_empty)
        for table_field in node.table_fields
        for row in doc.get(table_field) or ()
    )


def _refuse_sql(node: HookSql, doc: Any) -> bool:
    raise TypeError("a query condition is text for the database; it cannot judge a document")


def _refuse_parent(node: InParent, doc: Any) -> bool:
    raise TypeError("a child row is judged through its parent document")


_CHECKS: dict[type, Callable[[Any, Any], bool]] = {
    Everything: lambda node, doc: True,
    Nothing: lambda node, doc: False,
    OwnedBy: lambda node, doc: fold_case(doc.get("owner") or "") == fold_case(node.user),
    Named: lambda node, doc: is_one_of(doc.get("name"), node.names),
    LinkedTo: lambda node, doc: _link_is_allowed(doc, node.field, node.values, node.or_empty),
    RowsLinkedTo: _rows_are_allowed,
    InParent: _refuse_parent,
    HookSql: _refuse_sql,
    AllOf: lambda node, doc: all(holds(part, doc) for part in node.parts),
    AnyOf: lambda node, doc: any(holds(part, doc) for part in node.parts),
}
