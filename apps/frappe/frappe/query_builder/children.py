"""Decides what `{"table_field": ["field", …]}` among the fields of `qb.get_query` adds: child rows to each dict."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ristretto import query
from ristretto.context import AttrDict
from ristretto.context.translate import translate as _
from ristretto.db.metas import get_meta
from ristretto.errors import DataError

Wanted = tuple[str, tuple[str, ...]]


def wanted(doctype: str, fields: dict[str, Any]) -> list[Wanted]:
    """(table field, columns) of one entry; DataError for what is no table field."""
    meta = get_meta(doctype)
    for name in fields:
        if meta.field(name) not in meta.table_fields:
            raise DataError(_("{0} is not a table of {1}").format(name, _(doctype)))
    return [(name, tuple(columns)) for name, columns in fields.items()]


def add_rows(doctype: str, children: Iterable[Wanted], rows: Any) -> None:
    """The child rows under their table field, in their order; rows without a name get none."""
    if not rows or not isinstance(rows[0], dict) or not rows[0].get("name"):
        return
    for table_field, columns in children:
        found: dict[Any, list[AttrDict]] = {row["name"]: [] for row in rows}
        for parent, child in _rows(doctype, table_field, columns, list(found)):
            found[parent].append(child)
        for row in rows:
            row[table_field] = found[row["name"]]


def _rows(
    doctype: str, table_field: str, columns: tuple[str, ...], parents: list[Any]
) -> list[tuple[Any, AttrDict]]:
    filters = {
        "parenttype": doctype,
        "parentfield": table_field,
        "parent": ["in", parents],
    }
    child_doctype = get_meta(doctype).field(table_field).options
    lookup = query.Values(child_doctype, filters)
    keys, rows = lookup.select(["parent as child_of", *columns], "idx asc, name asc")
    return [(row[0], AttrDict(zip(keys[1:], row[1:], strict=True))) for row in rows]
