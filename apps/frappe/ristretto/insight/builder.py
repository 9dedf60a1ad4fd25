"""Decides what a saved Report Builder report asks for: its JSON as arguments of a list. Pure.

Both generations of the JSON are read: `fields`/`order_by` and the older `columns`/`sort_by`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ristretto.context import AttrDict
from ristretto.meta import Meta

_FUNCTIONS = {"count": "count", "sum": "sum", "avg": "avg"}


@dataclass(frozen=True)
class Question:
    """A list's arguments, and the columns that its rows fill."""

    fields: list[str]
    filters: list[Any]
    order_by: str
    group_by: str | None
    columns: list[AttrDict] = field(default_factory=list)
    limit: int = 0


def read_question(
    doctype: str, params: dict[str, Any], meta_of: Any, filters: Any = None
) -> Question:
    """The question of a stored report; `meta_of(doctype)` answers definitions."""
    wanted = [
        _pair(entry, doctype)
        for entry in params.get("fields") or params.get("columns") or [["name", doctype]]
    ]
    columns, fields = [], []
    for fieldname, owner in wanted:
        if fieldname == "docstatus" and owner != doctype:
            continue
        columns.append(_column(meta_of(owner), fieldname, owner, doctype))
        fields.append(
            f"`tab{owner}`.`{fieldname}`"
            + ("" if owner == doctype else f" as `{owner}:{fieldname}`")
        )
    group = params.get("group_by") or None
    if group and group.get("group_by"):
        return _grouped(doctype, params, group, meta_of, filters)
    return Question(
        fields=fields,
        filters=_filters(doctype, params, filters),
        order_by=_order(doctype, params),
        group_by=None,
        columns=columns,
        limit=int(params.get("page_length") or 0),
    )


def _pair(entry: Any, doctype: str) -> tuple[str, str]:
    if isinstance(entry, str):
        return entry, doctype
    return str(entry[0]), str(entry[1]) if len(entry) > 1 and entry[1] else doctype


def _column(meta: Meta, fieldname: str, owner: str, doctype: str) -> AttrDict:
    found = meta.get_field(fieldname)
    label = "ID" if fieldname == "name" else (found.label if found else fieldname)
    column = AttrDict(
        label=label or fieldname,
        fieldname=fieldname if owner == doctype else f"{owner}:{fieldname}",
        fieldtype=found.fieldtype if found and found.fieldtype else "Data",
        options=found.options if found else None,
        width=120,
    )
    if fieldname == "name":
        column.update({"fieldtype": "Link", "options": owner})
    if owner != doctype:
        column.label = f"{column.label} ({owner})"
    return column


def _filters(doctype: str, params: dict[str, Any], filters: Any) -> list[Any]:
    rows = [list(row[:4]) for row in params.get("filters") or []]
    if isinstance(filters, dict):
        rows += [[doctype, key, "=", value] for key, value in filters.items()]
    else:
        rows += [list(row[:4]) for row in filters or []]
    return rows


def _order(doctype: str, params: dict[str, Any]) -> str:
    if params.get("order_by"):
        return str(params["order_by"])
    parts = []
    for key, direction in (("sort_by", "sort_order"), ("sort_by_next", "sort_order_next")):
        if params.get(key):
            parts.append(f"{_sorted_by(doctype, params[key])} {params.get(direction) or 'desc'}")
    return ", ".join(parts) or f"`tab{doctype}`.`modified` desc"


def _sorted_by(doctype: str, name: str) -> str:
    """`Doc Type.field` or `field` as a quoted column."""
    owner, _dot, fieldname = name.rpartition(".")
    return f"`tab{owner or doctype}`.`{fieldname}`"


def _grouped(
    doctype: str, params: dict[str, Any], group: dict[str, Any], meta_of: Any, filters: Any
) -> Question:
    """One row per value of a field, with one aggregate."""
    owner, by_name = _place(group["group_by"], doctype)
    by = f"`tab{owner}`.`{by_name}`"
    by_column = _column(meta_of(owner), by_name, owner, doctype)
    column, aggregate = _aggregate(doctype, group, meta_of)
    return Question(
        fields=[f"{by} as `{by_column.fieldname}`", f"{aggregate} as `_aggregate_column`"],
        filters=_filters(doctype, params, filters),
        order_by="_aggregate_column desc",
        group_by=by,
        columns=[by_column, column],
    )


def _place(name: str, doctype: str) -> tuple[str, str]:
    """DocType and field of "field", "Doc Type.field" or "`tabDoc Type`.`field`"."""
    owner, _dot, fieldname = name.replace("`", "").rpartition(".")
    return owner.removeprefix("tab") or doctype, fieldname


def _aggregate(doctype: str, group: dict[str, Any], meta_of: Any) -> tuple[AttrDict, str]:
    function = _FUNCTIONS[group.get("aggregate_function") or "count"]
    column = AttrDict(label="Count", fieldname="_aggregate_column", fieldtype="Int", width=120)
    if function == "count":
        return column, f"count(`tab{doctype}`.`name`)"
    owner, fieldname = _place(
        group.get("aggregate_on") or group.get("aggregate_on_field") or "", doctype
    )
    found = meta_of(owner).get_field(fieldname)
    text = "Sum of {0}" if function == "sum" else "Average of {0}"
    column.label = text.format(found.label if found else fieldname)
    column.fieldtype = found.fieldtype if found else "Float"
    return column, f"{function}(`tab{owner}`.`{fieldname}`)"
