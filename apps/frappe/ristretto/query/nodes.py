"""Decides what a query is made of before it is SQL: columns, tests, joins; immutable and hashable.

Values are kept apart from the shape: `split` gives the same node with its values blanked, so that
queries
that differ in values alone share one compiled statement.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import orjson

TEXT, INT, FLOAT, DATE, DATETIME, TIME = "text", "int", "float", "date", "datetime", "time"

# longer lists travel as one JSON parameter: a statement takes 32,766 parameters at most
MANY = 1000

# what NULL counts as when a list is filtered, by kind of column
EMPTY: dict[str, Any] = {
    TEXT: "",
    INT: 0,
    FLOAT: 0,
    DATE: "0001-01-01",
    DATETIME: "0001-01-01 00:00:00.000000",
    TIME: "00:00:00.000000",
}


@dataclass(frozen=True, slots=True)
class Col:
    """A column of `doctype`, reached under `alias` (the table name, or one of a join)."""

    alias: str
    doctype: str
    name: str
    kind: str = TEXT
    nullable: bool = True


@dataclass(frozen=True, slots=True)
class Spoken:
    """A column of words as a sort key: in the order of a dictionary, not of code points."""

    column: Col


@dataclass(frozen=True, slots=True)
class Fn:
    """A whitelisted function; `words` are its keywords (a unit, a format) that are no values."""

    name: str
    args: tuple[Any, ...] = ()
    distinct: bool = False
    kind: str = TEXT


@dataclass(frozen=True, slots=True)
class Lit:
    """A constant written in the query text."""

    value: Any


@dataclass(frozen=True, slots=True)
class Always:
    pass


@dataclass(frozen=True, slots=True)
class Never:
    pass


@dataclass(frozen=True, slots=True)
class Test:
    """`column op values`; with `or_null` an empty column passes too."""

    column: Any
    op: str
    values: tuple[Any, ...] = ()
    or_null: bool = False


@dataclass(frozen=True, slots=True)
class Same:
    """Two columns compared."""

    left: Col
    op: str
    right: Col


@dataclass(frozen=True, slots=True)
class Raw:
    """Native SQL of an app's hook, written over the table of `doctype` alone, with `?` for values."""

    sql: str
    doctype: str
    values: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Both:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Exists:
    """A row of `doctype` with `on` equal columns and `where`; `negate` for none."""

    doctype: str
    alias: str
    on: tuple[tuple[Col, Col], ...]
    where: Node
    negate: bool = False


Node = Always | Never | Test | Same | Raw | Both | Either | Exists


@dataclass(frozen=True, slots=True)
class Join:
    """A left join (unless `inner`): columns that must be equal, and a further condition on the joined row."""

    alias: str
    doctype: str
    on: tuple[tuple[Col, Col], ...]
    where: Node = Always()
    # joined rows must also be among those the target's own access condition gives
    within: Node = Always()
    inner: bool = False


def both(parts: list[Node]) -> Node:
    """Conjunction without trivial members."""
    kept = tuple(part for part in parts if not isinstance(part, Always))
    if any(isinstance(part, Never) for part in kept):
        return Never()
    if not kept:
        return Always()
    return kept[0] if len(kept) == 1 else Both(kept)


def either(parts: list[Node]) -> Node:
    """Disjunction without trivial members."""
    kept = tuple(part for part in parts if not isinstance(part, Never))
    if any(isinstance(part, Always) for part in kept):
        return Always()
    if not kept:
        return Never()
    return kept[0] if len(kept) == 1 else Either(kept)


def split(node: Node, values: list[Any]) -> Node:
    """The node without its values, which are appended to `values` in the order of rendering."""
    if isinstance(node, Test) and len(node.values) > MANY:
        values.append(orjson.dumps([_plain(each) for each in node.values]).decode())
        return replace(node, op=f"{node.op} json", values=(None,))
    if isinstance(node, Test):
        padded = _pad(node.values) if node.op in ("in", "not in") else node.values
        values.extend(padded)
        return Test(node.column, node.op, (None,) * len(padded), node.or_null)
    if isinstance(node, Raw) and node.values:
        values.extend(node.values)
        return Raw(node.sql, node.doctype, (None,) * len(node.values))
    if isinstance(node, Both | Either):
        return type(node)(tuple([split(part, values) for part in node.parts]))
    if isinstance(node, Exists):
        return replace(node, where=split(node.where, values))
    return node


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | float) else str(value)


def _pad(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Lists grow to the next power of two by repeating the last value: fewer shapes to compile."""
    size = 1 << (len(values) - 1).bit_length() if values else 0
    return values + values[-1:] * (size - len(values))
