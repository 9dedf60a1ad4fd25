"""Decides what a filter argument says: every form that Frappe v15 takes becomes a list of `Filter`.

{"f": v}   {"f": [op, v]}   [["f", op, v]]   [["DocType", "f", op, v]]   lists of dicts   JSON text
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from ristretto.context.translate import translate as _
from ristretto.errors import DataError, ValidationError

_NAME = r"(?:(?P<table>`tab[^`]+`|tab\w+)\.)?(?P<name>`[^`]+`|[^\W\d]\w*)"
_COLUMN = re.compile(rf"^{_NAME}$")
# said by apps that do not trust a list to count NULL as empty; it does
_OR_EMPTY = re.compile(rf"^(?:ifnull|coalesce)\(\s*{_NAME}\s*,\s*(?:''|\"\"|0)\s*\)$", re.I)


@dataclass(frozen=True, slots=True)
class Filter:
    """`doctype` "" means the main one, or a child that has the field."""

    doctype: str
    field: str
    op: str
    value: Any
    place: str
    # written as ifnull(field, '')
    or_empty: bool = False


def parse_filters(filters: Any, word: str = "Filter") -> list[Filter]:
    """All filters of one argument, in order."""
    if isinstance(filters, str):
        filters = _from_json(filters, word)
    if not filters:
        return []
    if isinstance(filters, Mapping):
        return _from_mapping(filters, word)
    if isinstance(filters, Iterable):
        out: list[Filter] = []
        spoken = _(word)
        for number, item in enumerate(filters, 1):
            out += _from_item(item, f"{spoken} {number}")
        return out
    raise _malformed(_(word), filters)


def _from_json(text: str, word: str) -> Any:
    if not text.strip():
        return []
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise _malformed(_(word), text) from error
    if value and not isinstance(value, dict | list):
        raise _malformed(_(word), text)
    return value


def _from_mapping(filters: Mapping[Any, Any], word: str) -> list[Filter]:
    out = []
    for key, value in filters.items():
        place = f"{_(word)} {key}"
        op, operand = _operator_and_value(value, place)
        out.append(_make("", key, op, operand, place))
    return out


def _operator_and_value(value: Any, place: str) -> tuple[Any, Any]:
    if not isinstance(value, list | tuple):
        return "=", value
    if len(value) < 2:
        raise _malformed(place, value)
    return value[0], value[1]


def _from_item(item: Any, place: str) -> list[Filter]:
    if isinstance(item, Filter):
        return [item]
    if isinstance(item, Mapping):
        return _from_mapping(item, place)
    if isinstance(item, list | tuple):
        if len(item) == 3:
            return [_make("", item[0], item[1], item[2], place)]
        if len(item) in (4, 5):
            return [_make(item[0], item[1], item[2], item[3], place)]
    raise _malformed(place, item)


def _make(doctype: Any, field: Any, op: Any, value: Any, place: str) -> Filter:
    if not isinstance(op, str):
        text = _("{0}: {1} is not an operator. Write [operator, value], for example ['in', [1, 2]]")
        raise ValidationError(text.format(place, repr(op)))
    match = _COLUMN.match(field) if isinstance(field, str) else None
    or_empty = match is None and isinstance(field, str)
    match = _OR_EMPTY.match(field) if or_empty else match
    if match is None:
        text = _(
            "{0}: {1} is not a field. For a child table write [DocType, field, operator, value]"
        )
        raise DataError(text.format(place, f"'{field}'"))
    table = (match["table"] or "").strip("`").removeprefix("tab")
    name = match["name"].strip("`")
    verb = " ".join(op.lower().split())
    return Filter(doctype or table, name, verb, value, f"{place} ({name})", or_empty)


def _malformed(place: str, value: Any) -> ValidationError:
    text = _("{0}: {1} is not a filter. Write [field, operator, value] or {{field: value}}")
    return ValidationError(text.format(place, str(value)[:80]))
