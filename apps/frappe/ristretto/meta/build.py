"""Decides what a DocType looks like once customisations are laid over its definition. Pure.

Order: custom fields join the fields, property setters change them, then the field order
(`field_order` setter, else `insert_after`). Custom DocPerms replace all standard ones.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from ristretto.meta.field import Field, Perm, Row
from ristretto.meta.model import Meta

Plain = dict[str, Any]
_INT_TYPES = ("Check", "Int")


def build_meta(
    doctype: Mapping[str, Any],
    custom_fields: Iterable[Mapping[str, Any]] = (),
    property_setters: Iterable[Mapping[str, Any]] = (),
    custom_perms: Iterable[Mapping[str, Any]] = (),
    cls: type[Meta] = Meta,
) -> Meta:
    """The effective definition. `doctype` holds the DocType's columns and its child lists."""
    properties: Plain = {
        key: value for key, value in doctype.items() if not isinstance(value, list)
    }
    fields = [dict(row) for row in doctype.get("fields") or []]
    fields += [{**row, "is_custom_field": 1, "parent": doctype["name"]} for row in custom_fields]
    links = [dict(row) for row in doctype.get("links") or []]
    actions = [dict(row) for row in doctype.get("actions") or []]
    states = [dict(row) for row in doctype.get("states") or []]
    rows = {
        "DocField": fields,
        "DocType Link": links,
        "DocType Action": actions,
        "DocType State": states,
    }
    for setter in property_setters:
        _apply_setter(properties, rows, setter)
    permissions = list(custom_perms) or doctype.get("permissions") or []
    return cls(
        properties,
        fields=tuple(Field(row) for row in _ordered(fields, properties.get("field_order"))),
        permissions=tuple(Perm(row) for row in permissions),
        links=tuple(Row(row) for row in links),
        actions=tuple(Row(row) for row in actions),
        states=tuple(Row(row) for row in states),
    )


def _apply_setter(
    properties: Plain, rows: dict[str, list[Plain]], setter: Mapping[str, Any]
) -> None:
    value = _typed(setter.get("value"), setter.get("property_type"))
    target = setter.get("doctype_or_field")
    if target == "DocType":
        properties[setter["property"]] = value
        return
    key, wanted = (
        ("fieldname", setter.get("field_name"))
        if target == "DocField"
        else ("name", setter.get("row_name"))
    )
    for row in rows.get(str(target), []):
        if row.get(key) == wanted:
            row[setter["property"]] = value


def _typed(value: Any, property_type: str | None) -> Any:
    if property_type in _INT_TYPES:
        try:
            return int(value or 0)
        except ValueError:
            return 0
    return value


def _ordered(fields: list[Plain], field_order: Any) -> list[Plain]:
    """By an explicit order first; the others go behind the field they name in `insert_after`."""
    names = _parse_order(field_order)
    if names:
        return _by_names(fields, names)
    standard = [row for row in fields if not row.get("is_custom_field")]
    return _by_insert_after(standard, [row for row in fields if row.get("is_custom_field")])


def _parse_order(field_order: Any) -> list[str]:
    if isinstance(field_order, str) and field_order.startswith("["):
        return [str(name) for name in json.loads(field_order)]
    return []


def _by_names(fields: list[Plain], names: list[str]) -> list[Plain]:
    by_name = {row["fieldname"]: row for row in fields}
    ordered = [by_name[name] for name in names if name in by_name]
    listed = set(names)
    return _by_insert_after(ordered, [row for row in fields if row["fieldname"] not in listed])


def _by_insert_after(base: list[Plain], extra: list[Plain]) -> list[Plain]:
    """Fields that name the same one stand behind it in their own order; unknown names go last."""
    ordered = list(base)
    behind: dict[Any, list[Plain]] = {}
    for row in sorted(extra, key=lambda row: row.get("idx") or 0):
        behind.setdefault(row.get("insert_after"), []).append(row)
    while named := [row["fieldname"] for row in ordered if row["fieldname"] in behind]:
        place = [row["fieldname"] for row in ordered].index(named[0]) + 1
        ordered[place:place] = behind.pop(named[0])
    return ordered + [row for rows in behind.values() for row in rows]
