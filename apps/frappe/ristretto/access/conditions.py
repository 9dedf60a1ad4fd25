"""Decides, as a condition tree, which documents of a DocType a user may read, write, …

`role_condition` is what roles and user permissions give, `condition` adds shares,
`list_condition` adds the
apps' query hooks. A single record is judged with the first two, a list with all three.
"""

from __future__ import annotations

from typing import Any

from ristretto.access.facts import Facts, facts_of, rights
from ristretto.access.hooks import query_conditions
from ristretto.access.permlevel import permlevels
from ristretto.access.shares import shared_names
from ristretto.access.tree import (
    Everything,
    HookSql,
    InParent,
    Named,
    Node,
    Nothing,
    OwnedBy,
    all_of,
    any_of,
)
from ristretto.access.user_permissions import restrictions
from ristretto.db.metas import get_meta


def user_restrictions(meta: Any, facts: Facts, reference_doctype: str | None = None) -> list[Node]:
    """What the user permissions demand of a document of this DocType."""
    return restrictions(
        meta,
        facts.permitted,
        strict=facts.strict,
        meta_of=get_meta,
        reference_doctype=reference_doctype,
    )


def role_condition(
    meta: Any, ptype: str, facts: Facts, reference_doctype: str | None = None
) -> Node:
    """Plain rights are bound by user permissions; rights through ownership are not."""
    held = rights(meta, facts.user)
    if ptype in held.plain:
        return all_of(user_restrictions(meta, facts, reference_doctype))
    if ptype in held.owned:
        return OwnedBy(facts.user)
    return Nothing()


def condition(
    meta: Any, ptype: str, user: str | None = None, reference_doctype: str | None = None
) -> Node:
    """Documents open to the user for this right, before hooks."""
    facts = facts_of(user)
    if facts.user == "Administrator":
        return Everything()
    by_role = role_condition(meta, ptype, facts, reference_doctype)
    if isinstance(by_role, Everything):
        return by_role
    shared = shared_names(meta.name, facts.user, ptype)
    return any_of([by_role, Named(shared) if shared else Nothing()])


def list_condition(
    meta: Any,
    user: str | None = None,
    parent_doctype: str | None = None,
    reference_doctype: str | None = None,
) -> Node:
    """Rows a list may show. Query hooks bind everything, shared documents and Administrator too."""
    facts = facts_of(user)
    if meta.istable:
        rows = _child_condition(meta, facts, parent_doctype)
        return all_of([rows, *_hook_conditions(meta, facts)])
    ptype = rights(meta, facts.user).listing_right()
    return _with_hooks(meta, ptype, facts, reference_doctype)


def _with_hooks(meta: Any, ptype: str, facts: Facts, reference_doctype: str | None = None) -> Node:
    found = condition(meta, ptype, facts.user, reference_doctype)
    return all_of([found, *_hook_conditions(meta, facts)])


def _hook_conditions(meta: Any, facts: Facts) -> list[Node]:
    return [HookSql(text) for text in query_conditions(meta.name, facts.user)]


def _child_condition(meta: Any, facts: Facts, parent_doctype: str | None) -> Node:
    """Child rows are as visible as the parent document and the table field they are in."""
    if parent_doctype is None:
        return Everything() if facts.user == "Administrator" else Nothing()
    parent = get_meta(parent_doctype)
    levels = permlevels(parent, "read", facts.user)
    fields = tuple(
        table.fieldname
        for table in parent.table_fields
        if table.options == meta.name and int(table.permlevel or 0) in levels
    )
    if not fields:
        return Nothing()
    # select shows a title, never the rows inside: reading the parent is asked for
    return InParent(parent_doctype, fields, _with_hooks(parent, "read", facts))
