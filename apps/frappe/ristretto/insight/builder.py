"""Decides what a saved Report Builder report asks for: its JSON as arguments of a list. Pure.

Both generations of the JSON are read: `fields`/`order_by` and the older `columns`/`sort_by`. A `summary` (groups by
several fields, a pivot) stands beside the older `group_by`, which knows one field and one figure.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ristretto.context import AttrDict
from ristretto.insight import shapes
from ristretto.insight.places import MetaOf, column_of, read_place
from ristretto.insight.summary import Summary, from_group_by, read_summary


@dataclass(frozen=True)
class Question:
    """A list's arguments, and the columns that its rows fill."""

    fields: list[str]
    filters: list[Any]
    order_by: str
    group_by: str | None
    columns: list[AttrDict] = field(default_factory=list)
    limit: int = 0
    summary: Summary | None = None


def read_question(
    doctype: str, params: dict[str, Any], meta_of: MetaOf, filters: Any = None
) -> Question:
    """The question of a stored report; `meta_of(doctype)` answers definitions."""
    shapes.check(params)
    summary = summary_of(doctype, params, meta_of)
    if summary:
        return Question(
            fields=summary.fields(),
            filters=_filters(doctype, params, filters),
            order_by=summary.order_by(),
            group_by=summary.group_by(),
            columns=summary.columns(),
            summary=summary,
        )
    columns, fields = [], []
    for entry in params.get("fields") or params.get("columns") or [["name", doctype]]:
        place = read_place(entry, doctype, meta_of)
        if place.fieldname == "docstatus" and place.owner != doctype:
            continue
        columns.append(column_of(place, doctype, meta_of))
        fields.append(place.selected(doctype))
    return Question(
        fields=fields,
        filters=_filters(doctype, params, filters),
        order_by=_order(doctype, params, meta_of) + _rows_in_place(fields),
        group_by=None,
        columns=columns,
        limit=int(params.get("page_length") or 0),
    )


def summary_of(doctype: str, params: dict[str, Any], meta_of: MetaOf) -> Summary | None:
    """The groups of a report; None for a plain list."""
    given = params.get("summary")
    if given and (given.get("rows") or given.get("across")):
        return read_summary(doctype, given, meta_of)
    group = params.get("group_by")
    if isinstance(group, dict) and group.get("group_by"):
        return from_group_by(doctype, group, meta_of)
    return None


def _filters(doctype: str, params: dict[str, Any], filters: Any) -> list[Any]:
    rows = [list(row[:4]) for row in params.get("filters") or []]
    if isinstance(filters, dict):
        rows += [[doctype, key, *_condition(value)] for key, value in filters.items()]
    else:
        rows += [list(row[:4]) for row in filters or []]
    return rows


def _condition(value: Any) -> tuple[str, Any]:
    """Operator and value of `{field: value}` or `{field: [operator, value]}`."""
    if isinstance(value, list | tuple) and len(value) == 2:
        return str(value[0]), value[1]
    return "=", value


def _rows_in_place(fields: list[str]) -> str:
    """Lines of a record's table come as the record has them."""
    tables = [text.split("`")[1] for text in fields if text.startswith("`tab") and " as " in text]
    return "".join(f", `{table}`.`idx` asc" for table in dict.fromkeys(tables))


def _order(doctype: str, params: dict[str, Any], meta_of: MetaOf) -> str:
    if params.get("order_by"):
        return str(params["order_by"])
    parts = []
    for key, direction in (("sort_by", "sort_order"), ("sort_by_next", "sort_order_next")):
        if params.get(key):
            term = read_place(params[key], doctype, meta_of).term()
            parts.append(f"{term} {params.get(direction) or 'desc'}")
    return ", ".join(parts) or f"`tab{doctype}`.`modified` desc"
