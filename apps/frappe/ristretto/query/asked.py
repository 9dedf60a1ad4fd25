"""Decides which part of a list is worked out once: what it selects, groups by and sorts by.

That follows from the words of the request, the definition and the columns the user may read, so it is kept
for each such combination until a definition changes. What joins another table is never kept: a join carries
the access condition of its target.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ristretto import access
from ristretto.context import current
from ristretto.query import fields as field_list
from ristretto.query import order as ordering
from ristretto.query.results import converters
from ristretto.query.scope import Scope

KEPT = 1_000
NEWEST = "modified desc"


@dataclass(frozen=True, slots=True)
class Words:
    """A request's own words about its output."""

    fields: Any
    group_by: str | None
    order_by: str | None
    distinct: bool = False
    keep_hidden: bool = False
    # `frappe.db` has an order of its own where none is named
    plain: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """The output of a list; one object per combination, so it stands for itself in a cache key."""

    columns: tuple[tuple[str, Any], ...]
    group: tuple[Any, ...]
    order: tuple[tuple[Any, bool], ...]
    distinct: bool
    keys: tuple[str, ...]
    converters: list[Callable[[Any], Any] | None] | None


def asked_for(scope: Scope, words: Words, filter_first: Callable[[], Any]) -> tuple[Asked, Any]:
    """(the output, what `filter_first` answers). Filters are read between the columns and their order:
    they may join a table that the order then names."""
    key = None if scope.joins else _key(scope, words)
    kept = current().site.cache("query:asked")
    found: Asked | None = kept.get(key) if key else None
    if found is not None:
        return found, filter_first()
    selected, says_distinct = field_list.select(scope, words.fields, keep_hidden=words.keep_hidden)
    filtered = filter_first()
    made = _make(scope, words, selected, words.distinct or says_distinct)
    if key and not scope.joins:
        if len(kept) >= KEPT:
            kept.clear()
        kept[key] = made
    return made, filtered


def _make(scope: Scope, words: Words, selected: list[Any], distinct: bool) -> Asked:
    grouped = ordering.group(scope, words.group_by, selected)
    if distinct:
        # the output sorts itself: an order by something not selected has no meaning
        ordered = [(item.term, False) for item in selected]
    else:
        text = words.order_by
        if words.plain and text == ordering.DEFAULT:
            text = _newest_first(scope, selected, grouped)
        ordered = ordering.order(scope, text, selected, grouped=bool(grouped))
        if ordered and not words.plain:  # groups that tie come in the order of their values
            ordered += [(term, False) for term in grouped]
    return Asked(
        tuple((item.key, item.term) for item in selected),
        tuple(grouped),
        tuple(ordered),
        distinct,
        tuple(item.key for item in selected),
        converters([item.term for item in selected]),
    )


def _newest_first(scope: Scope, selected: list[Any], grouped: list[Any]) -> str | None:
    if grouped or field_list.is_single_aggregate(selected):
        return None
    return NEWEST if "modified" in scope.meta.columns_set else None


def _key(scope: Scope, words: Words) -> tuple[Any, ...] | None:
    """None for words that are no plain texts: those are refused, or rare."""
    given = words.fields or ()
    if not isinstance(given, str | list | tuple):
        return None
    fields = given if isinstance(given, str) else tuple(given)
    texts = (*fields, words.group_by or "", words.order_by or "")
    if not all(isinstance(each, str) for each in texts):
        return None
    parent = scope.parent_meta.name if scope.parent_meta else None
    return (
        scope.meta.name,
        parent,
        fields,
        words.group_by,
        words.order_by,
        words.distinct,
        words.keep_hidden,
        words.plain,
        scope.trusted,
        _visible_columns(scope),
    )


def _visible_columns(scope: Scope) -> Any:
    """What of the DocType the user sees and may search; None for everything."""
    if scope.unrestricted:
        return None
    meta, parent = scope.meta, scope.parent_meta
    levels = access.permlevels(meta, "read", scope.user, parent_meta=parent)
    return access.readable_columns(meta, scope.user, parent), frozenset(levels)
