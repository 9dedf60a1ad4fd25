"""Decides what a report's column is, whichever way it was written. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ristretto.context import AttrDict, scrub


def read_columns(columns: Iterable[Any] | None) -> list[AttrDict]:
    """Every column as a dict with at least label, fieldname and fieldtype."""
    return [read_column(column) for column in columns or ()]


def read_column(column: Any) -> AttrDict:
    """A column from `Label:Fieldtype/Options:Width`, or from a dict."""
    if isinstance(column, str):
        return _from_text(column)
    out = AttrDict(column)
    out.setdefault("fieldname", scrub(str(out.label or "")))
    if not out.fieldname:
        out.fieldname = scrub(str(out.label or ""))
    out.label = out.label or out.fieldname
    out.fieldtype = out.fieldtype or "Data"
    return out


def _from_text(text: str) -> AttrDict:
    label, _mark, rest = text.partition(":")
    kind, _mark, width = rest.partition(":")
    fieldtype, _mark, options = kind.partition("/")
    out = AttrDict(label=label, fieldname=scrub(label), fieldtype=fieldtype)
    if options:
        out.options = options
    if width:
        out.width = width
    return out


def rows_as_dicts(columns: list[AttrDict], rows: Iterable[Any] | None) -> list[Any]:
    """Rows given as lists become dicts by the order of the columns; dicts stay."""
    names = [column.fieldname for column in columns]
    return [
        AttrDict(zip(names, row, strict=False)) if isinstance(row, list | tuple) else row
        for row in rows or ()
    ]


def pad(answer: Any, length: int = 6) -> list[Any]:
    """What `execute` returned, filled up with None.

    Columns, data, message, chart, summary, no total.
    """
    given = list(answer) if isinstance(answer, list | tuple) else [answer]
    return (given + [None] * length)[:length]
