"""Decides which rows of a report a reader may see.

Links must lead to records allowed by user permissions.

A row about a record shared with the reader is shown. The report's own right was checked before.
"""

from __future__ import annotations

from typing import Any

from ristretto import access
from ristretto.context import AttrDict, current
from ristretto.db.metas import get_meta


def visible_rows(
    ref_doctype: str, columns: list[AttrDict], rows: list[Any], user: str
) -> list[Any]:
    """The rows that pass every link column's user permission, and the owner rule."""
    limits = _limits(ref_doctype, columns, user)
    own = _only_own(ref_doctype, user)
    if not limits and not own:
        return rows
    shared = set(access.shared_names(ref_doctype, user, "read"))
    named = [column.fieldname for column in columns if _links_to(column) == ref_doctype]
    strict = _strict()
    return [
        row
        for row in rows
        if any(row.get(name) in shared for name in named)
        or (_passes(row, limits, strict) and (not own or row.get("owner") in (None, user)))
    ]


def _links_to(column: AttrDict) -> str | None:
    return column.options if column.fieldtype == "Link" else None


def _limits(ref_doctype: str, columns: list[AttrDict], user: str) -> dict[str, set[str]]:
    """fieldname -> allowed values, for the link columns that user permissions restrict."""
    permissions = access.user_permissions(user)
    limits: dict[str, set[str]] = {}
    for column in columns:
        target = _links_to(column)
        if not target or column.ignore_user_permissions:
            continue
        docs = {
            entry.doc
            for entry in permissions.get(target, ())
            if not entry.applicable_for or entry.applicable_for == ref_doctype
        }
        if docs:
            limits[column.fieldname] = docs
    return limits


def _passes(row: Any, limits: dict[str, set[str]], strict: bool) -> bool:
    for fieldname, allowed in limits.items():
        value = row.get(fieldname)
        if not value and not strict:
            continue
        if value not in allowed:
            return False
    return True


def _only_own(ref_doctype: str, user: str) -> bool:
    """Whether the reader holds the report right for its own records only."""
    rights = access.role_permissions(get_meta(ref_doctype), user)
    own = (rights.get("if_owner") or {}).get("report")
    return bool(own) and not access.role_permissions(
        get_meta(ref_doctype), user, is_owner=False
    ).get("report")


def _strict() -> bool:
    rows = current().db.execute(
        "SELECT `value` FROM `tabSingles` WHERE `doctype` = 'System Settings' "
        "AND `field` = 'apply_strict_user_permissions'"
    )
    return bool(rows and str(rows[0][0]) == "1")
