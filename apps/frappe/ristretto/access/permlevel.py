"""Decides which permission levels, and so which fields, a user may read or write."""

from __future__ import annotations

from typing import Any

from ristretto.access.facts import facts_of, rights
from ristretto.access.shares import shared_names
from ristretto.context import current, remembered
from ristretto.meta.constants import CHILD_FIELDS, OPTIONAL_FIELDS, STANDARD_FIELDS

ADMINISTRATOR_LEVELS = frozenset(range(10))


def permlevels(
    meta: Any,
    ptype: str = "read",
    user: str | None = None,
    doc: Any = None,
    parent_meta: Any = None,
) -> set[int]:
    """Levels at which the user holds `ptype`; a child DocType takes its parent's rows.

    Level 0 comes with a share too: of the document when given, else of any document.
    """
    name = user or current().user
    if name == "Administrator":
        return set(ADMINISTRATOR_LEVELS)
    source = parent_meta or meta
    held = facts_of(name).roles
    key = ("permlevels", source.name, ptype, held)
    levels = set(remembered(key, lambda: _levels_of(source, ptype, held)))
    if 0 not in levels and _is_shared(source, ptype, name, doc):
        levels.add(0)
    return levels


def _levels_of(meta: Any, ptype: str, held: frozenset[str]) -> frozenset[int]:
    rows = [row for row in meta.permissions if row.role in held and row.get(ptype)]
    return frozenset(int(row.permlevel or 0) for row in rows)


def _is_shared(meta: Any, ptype: str, user: str, doc: Any) -> bool:
    names = shared_names(meta.name, user, ptype)
    return bool(names) if doc is None else str(doc.get("name")) in names


def readable_columns(
    meta: Any, user: str | None = None, parent_meta: Any = None, ptype: str | None = None
) -> frozenset[str]:
    """Database columns the user may see in a list; only the search fields when all it has is
    select."""
    name = user or current().user
    if name == "Administrator":
        return frozenset(meta.columns_set)
    # child rows are shown to readers of the parent only, never under select
    right = ptype or ("read" if meta.istable else rights(meta, name).listing_right())
    levels = frozenset(permlevels(meta, right, name, parent_meta=parent_meta))
    key = ("readable_columns", meta.name, levels, right)
    return remembered(key, lambda: _readable(meta, levels, right))


def _readable(meta: Any, levels: frozenset[int], right: str) -> frozenset[str]:
    standard = {*STANDARD_FIELDS, *OPTIONAL_FIELDS, *(CHILD_FIELDS if meta.istable else ())}
    if right == "select":
        search = {
            "name",
            *meta.search_field_list,
            *([meta.title_field] if meta.title_field else []),
        }
        return frozenset(search & set(meta.columns_set))
    own = {field.fieldname for field in meta.fields if int(field.permlevel or 0) in levels}
    return frozenset((standard | own) & set(meta.columns_set))


def is_hidden_by_level(meta: Any, fieldname: str, user: str, parent_meta: Any = None) -> bool:
    """Whether the field exists above the levels the user may read: it may not be searched or sorted
    by."""
    field = meta.field(fieldname)
    level = int(field.permlevel or 0) if field else 0
    return level > 0 and level not in permlevels(meta, "read", user, parent_meta=parent_meta)
