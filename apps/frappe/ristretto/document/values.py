"""Decides which values a document gives away: those of its columns, as the table would take them."""

from __future__ import annotations

import json
from typing import Any

from ristretto.context import AttrDict
from ristretto.document import store, virtual


class DocumentValues:
    """The document as a row, and what is read from its social columns; mixed into Document."""

    __dict__: dict[str, Any]
    meta: Any
    get: Any
    run_method: Any

    def get_valid_dict(
        self,
        sanitize: bool = True,
        convert_dates_to_str: bool = False,
        ignore_nulls: bool = False,
        ignore_virtual: bool = False,
    ) -> AttrDict:
        """{column: value}, numbers and moments in the type that is stored; virtual fields unless ignored."""
        out = AttrDict()
        for column in self.meta.valid_columns:
            value, field = self.__dict__.get(column), self.meta.field(column)
            if sanitize and field is not None and self.meta.has_field(column):
                value = store.stored_value(field, value)
            out[column] = int(value or 0) if column == "docstatus" else value
        if ignore_nulls:
            out = AttrDict({key: value for key, value in out.items() if value is not None})
        if not ignore_virtual:
            out.update({name: virtual.value_of(self, name) for name in self.meta.virtual_names})
        if convert_dates_to_str:
            out.update({key: str(value) for key, value in out.items() if _is_moment(value)})
        return out

    def get_liked_by(self) -> list[str]:
        return list(json.loads(self.get("_liked_by") or "[]"))

    def run_trigger(self, method: str, *args: Any, **kwargs: Any) -> Any:
        """`run_method` under its older name."""
        return self.run_method(method, *args, **kwargs)


def _is_moment(value: Any) -> bool:
    return hasattr(value, "isoformat") or type(value).__name__ == "timedelta"
