"""Decides how tables that are no DocTypes are named in lookups: `Singles`, `Series`, `Sessions`."""

from __future__ import annotations

from typing import Any

from ristretto.context import AttrDict
from ristretto.db.metas import get_meta
from ristretto.meta.field import Field

_COLUMNS: dict[str, dict[str, str]] = {
    "Singles": {"doctype": "Data", "field": "Data", "value": "Text"},
    "Series": {"name": "Data", "current": "Int"},
    "Sessions": {
        "sid": "Data",
        "user": "Data",
        "sessiondata": "Long Text",
        "ipaddress": "Data",
        "lastupdate": "Datetime",
        "status": "Data",
    },
}


class SystemTable:
    """As much of a Meta as a lookup asks for."""

    istable = issingle = is_virtual = is_submittable = 0
    table_fields = link_fields = permissions = ()
    sort_field = sort_order = None

    def __init__(self, name: str) -> None:
        self.name = name
        self.valid_columns = tuple(_COLUMNS[name])
        self.columns_set = frozenset(self.valid_columns)
        self.fields = tuple(
            Field({"fieldname": column, "fieldtype": kind, "label": column, "permlevel": 0})
            for column, kind in _COLUMNS[name].items()
        )

    def field(self, name: str) -> Field | None:
        return next((field for field in self.fields if field.fieldname == name), None)

    def has_field(self, name: str) -> bool:
        return name in self.columns_set

    def get_label(self, name: str) -> str:
        return name

    def get(self, key: str, default: Any = None) -> Any:
        return getattr(self, key, default)


_TABLES = AttrDict({name: SystemTable(name) for name in _COLUMNS})


def meta_of(doctype: str) -> Any:
    """The Meta of a DocType, or the description of a system table."""
    return _TABLES.get(doctype) or get_meta(doctype)
