"""Decides what is known about a user before a decision is made; put together once per request.

What comes from the tables of rights alone is remembered until somebody writes one of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ristretto.access.rights import Rights, rights_of
from ristretto.access.roles import roles
from ristretto.access.user_permissions import user_permissions
from ristretto.context import AttrDict, current, remembered, request_cached
from ristretto.db.metas import get_meta


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything about the user that decisions use; shares are asked for per DocType."""

    user: str
    roles: frozenset[str]
    permitted: Mapping[str, list[AttrDict]]
    strict: bool
    sharing_off: bool


def facts_of(user: str | None = None) -> Facts:
    """Facts of the user (default: of the session)."""
    name = user or current().user
    return request_cached(("access_facts", name), lambda: _load(name))


def _load(user: str) -> Facts:
    settings = remembered("access_settings", _settings)
    return Facts(
        user=user,
        roles=frozenset(roles(user)),
        permitted=user_permissions(user),
        strict=settings.get("apply_strict_user_permissions") == "1",
        sharing_off=settings.get("disable_document_sharing") == "1",
    )


def _settings() -> dict[str, str]:
    rows = current().db.execute(
        "select `field`, `value` from `tabSingles` where `doctype` = 'System Settings' "
        "and `field` in ('apply_strict_user_permissions', 'disable_document_sharing')"
    )
    return {field: str(value) for field, value in rows}


def rights(meta: Any, user: str | None = None) -> Rights:
    """Rights of the user's roles on the DocType."""
    held = facts_of(user).roles
    return remembered(("rights", meta.name, held), lambda: rights_of(meta.permissions, held))


def load_row(doctype: str, name: str) -> AttrDict | None:
    """Stored values of a document with its child rows, enough to judge it; None when missing."""
    db = current().db
    columns, rows = db.fetch(f"select * from `tab{doctype}` where `name` = ?", (name,))
    if not rows:
        return None
    doc = AttrDict(zip(columns, rows[0], strict=True))
    doc.doctype = doctype
    for table in get_meta(doctype).table_fields:
        child_columns, child_rows = db.fetch(
            f"select * from `tab{table.options}` where `parent` = ? and `parenttype` = ? "
            "and `parentfield` = ? order by `idx`",
            (name, doctype, table.fieldname),
        )
        doc[table.fieldname] = [
            AttrDict(zip(child_columns, row, strict=True)) for row in child_rows
        ]
    return doc
