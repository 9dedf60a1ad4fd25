"""Decides `in` and `not in`: a list, a comma-separated text, or anything that can be walked
through."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ristretto.context.translate import translate as _
from ristretto.query.literals import literal, refuse
from ristretto.query.nodes import EMPTY, TEXT, Always, Never, Node, Test
from ristretto.query.operators.ask import Ask


def is_in(ask: Ask) -> Node:
    """An empty list, '' or None stand for "empty": NULL rows too in a list, '' alone otherwise."""
    items = _items(ask)
    values = _values(ask, items)
    finds_empty = not items or any(item is None or item == "" for item in items)
    or_null = finds_empty and ask.column.nullable and not ask.plain
    if not values:
        return Test(ask.column, "null") if or_null else Never()
    return Test(ask.column, "in", values, or_null=or_null)


def not_in(ask: Ask) -> Node:
    """`not in []` leaves out the empty rows; in the plain engine a None in the list leaves
    out all.
    """
    items = _items(ask)
    if ask.plain and any(item is None for item in items):
        return Never()
    values = _values(ask, items)
    excludes_empty = not items or any(item is None or item == "" for item in items)
    or_null = not excludes_empty and ask.column.nullable and not ask.plain
    if not values:
        return Test(ask.column, "not null") if ask.column.nullable else Always()
    return Test(ask.column, "not in", values, or_null=or_null)


def _items(ask: Ask) -> list[Any]:
    value = ask.value
    if value is None or value == "":
        return []
    if isinstance(value, str):
        return [part if ask.plain else part.strip() for part in value.split(",")]
    if isinstance(value, Iterable):
        items = list(value)
        return items if ask.plain else [i.strip() if isinstance(i, str) else i for i in items]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return [value]
    return refuse(ask.place, value, _("a list"))


def _values(ask: Ask, items: list[Any]) -> tuple[Any, ...]:
    """Stored forms; empty items become '' on text, and nothing on kinds that have no empty text."""
    kind = ask.column.kind
    filled = [literal(kind, item, ask.place) for item in items if item is not None and item != ""]
    has_empty = not items or len(filled) < len(items)
    wants_text = kind == TEXT and has_empty and not (ask.plain and items and "" not in items)
    return tuple(filled) + ((EMPTY[TEXT],) if wants_text else ())
