"""Decides which column a name means, of what kind it is, and whether it exists at all."""

from __future__ import annotations

from typing import Any

from ristretto.context.translate import translate as _
from ristretto.errors import DataError
from ristretto.meta.constants import OPTIONAL_FIELDS, TABLE_FIELDTYPES
from ristretto.query.nodes import DATE, DATETIME, FLOAT, INT, TEXT, TIME, Col

_KINDS = {
    "Int": INT,
    "Check": INT,
    "Long Int": INT,
    "Float": FLOAT,
    "Currency": FLOAT,
    "Percent": FLOAT,
    "Duration": FLOAT,
    "Rating": FLOAT,
    "Date": DATE,
    "Datetime": DATETIME,
    "Time": TIME,
}
_STANDARD_KINDS = {"creation": DATETIME, "modified": DATETIME, "docstatus": INT, "idx": INT}
_NEVER_NULL = frozenset({"name", "creation", "modified", "docstatus", "idx"})
_NOT_NULL_TYPES = frozenset({"Int", "Check", "Float", "Currency", "Percent"})


def column(meta: Any, name: str, place: str, alias: str | None = None) -> Col:
    """The column `name` of the DocType; DataError naming the place when there is none."""
    if name not in meta.columns_set and name.lower() in meta.columns_set:
        name = name.lower()  # column names have no case in SQL
    if name not in meta.columns_set:
        raise DataError(_unknown(meta, name, place))
    field = None if name in _STANDARD_KINDS or name == "name" else meta.field(name)
    fieldtype = field.fieldtype if field else ""
    kind = _STANDARD_KINDS.get(name) or _KINDS.get(fieldtype, TEXT)
    nullable = name not in _NEVER_NULL and fieldtype not in _NOT_NULL_TYPES
    return Col(alias or f"tab{meta.name}", meta.name, name, kind, nullable)


def is_missing_optional(meta: Any, name: str) -> bool:
    """`_seen` and its like exist only on DocTypes that keep them; asking for them is no error."""
    return name in OPTIONAL_FIELDS and name not in meta.columns_set


def is_virtual(meta: Any, name: str) -> bool:
    field = meta.field(name)
    return bool(field and field.is_virtual)


def _unknown(meta: Any, name: str, place: str) -> str:
    field = meta.field(name)
    if field and field.fieldtype in TABLE_FIELDTYPES:
        text = _("{0}: {1} is a table of {2}. Name one of its fields, for example {1}.name")
        return text.format(place, name, field.options)
    return _("{0}: {2} has no field {1}. Check the spelling").format(place, name, _(meta.name))
