"""Decides where a definition comes from: the rows of the definition tables, laid over by customisations."""

from __future__ import annotations

from typing import Any

from ristretto import errors
from ristretto.context import AttrDict, current
from ristretto.context.translate import translate as _
from ristretto.db import stamps
from ristretto.db.dialects import speech
from ristretto.meta import Meta, build_meta
from ristretto.meta.constants import DEFINITION_TABLES

_meta_class: type[Meta] = Meta


def register_class(cls: type[Meta]) -> None:
    """Let the public namespace add Frappe's methods that ask later rooms."""
    global _meta_class
    _meta_class = cls


def get_meta(doctype: str) -> Meta:
    """The effective definition; DoesNotExistError for a name that is no DocType."""
    cache = current().site.cache("metas")
    try:
        meta: Meta | None = cache.get(doctype)
    except TypeError:  # a list or an object that a client sent as a name
        raise errors.DoesNotExistError(_("DocType {0} not found").format(doctype)) from None
    if meta is None:
        meta = cache[doctype] = load_meta(doctype)
    return meta


def load_meta(doctype: str) -> Meta:
    """Read and build, without any cache."""
    definition = read_definition(doctype)
    if definition is None:
        raise errors.DoesNotExistError(_("DocType {0} not found").format(doctype), doctype=doctype)
    return build_meta(
        definition,
        custom_fields=_rows("Custom Field", "`dt` = ?", doctype),
        property_setters=_rows("Property Setter", "`doc_type` = ?", doctype),
        custom_perms=_rows("Custom DocPerm", "`parent` = ?", doctype),
        cls=_meta_class,
    )


def read_definition(doctype: str) -> dict[str, Any] | None:
    """The stored definition as one dict with its child lists, None when there is none."""
    columns, rows = current().db.fetch("SELECT * FROM `tabDocType` WHERE `name` = ?", (doctype,))
    if not rows:
        return None
    definition: dict[str, Any] = AttrDict(zip(columns, rows[0], strict=True))
    for fieldname, child in DEFINITION_TABLES.items():
        definition[fieldname] = _rows(
            child, "`parent` = ? AND `parentfield` = ?", definition["name"], fieldname
        )
    return definition


def _rows(doctype: str, where: str, *params: Any) -> list[dict[str, Any]]:
    if not table_exists(f"tab{doctype}"):
        return []
    columns, rows = current().db.fetch(
        f"SELECT * FROM `tab{doctype}` WHERE {where} ORDER BY `idx`, `creation`", params
    )
    return [AttrDict(zip(columns, row, strict=True)) for row in rows]


def table_exists(table: str) -> bool:
    """Tables are never dropped, so a yes may be remembered."""
    known = current().site.cache("tables")
    if table not in known and speech().table_exists(current().db.execute, table):
        known[table] = True
    return table in known


def doctype_exists(doctype: str) -> bool:
    try:
        get_meta(doctype)
    except errors.DoesNotExistError:
        return False
    return True


def clear(doctype: str | None = None) -> None:
    """A definition changed in this transaction, or all; every process notices after the commit."""
    stamps.bump(doctype)


def active_workflow(doctype: str) -> str | None:
    """Name of the active Workflow of a DocType."""
    cache = current().site.cache("workflows")
    if doctype not in cache:
        rows = ()
        if table_exists("tabWorkflow"):
            rows = current().db.execute(
                "SELECT `name` FROM `tabWorkflow` WHERE `document_type` = ? AND `is_active` = 1",
                (doctype,),
            )
        cache[doctype] = rows[0][0] if rows else None
    found: str | None = cache[doctype]
    return found
