"""Decides what a field and a permission row are: frozen rows of a definition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from typing import Any

from ristretto.context.attrdict import AttrDict
from ristretto.meta.fieldtypes import TEXT_BYTES, Column, Fieldtype, get_fieldtype


@cache
def _names_of(cls: type) -> frozenset[str]:
    """What a class means something else by than a value of the row."""
    return frozenset(dir(cls))


class Row:
    """A frozen row: attributes read as None when missing, `get` like a dict's."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        own = vars(self)
        own["_values"] = dict(values)
        # Set values are ordinary attributes: definitions are read far more often than they are built.
        names = _names_of(type(self))  # type: ignore[arg-type]  # mypy asks the instances' hash
        own.update(
            {key: value for key, value in values.items() if value is not None and key not in names}
        )

    def __getattr__(self, key: str) -> Any:
        if key.startswith("__"):
            raise AttributeError(key)
        return self._values.get(key)

    def __setattr__(self, key: str, value: Any) -> None:
        raise AttributeError(
            f"{type(self).__name__} is frozen: change the record, not the metadata ({key})"
        )

    def get(self, key: str, default: Any = None) -> Any:
        value = self._values.get(key)
        return default if value is None else value

    def __getitem__(self, key: str) -> Any:
        return self._values[key]

    def __contains__(self, key: object) -> bool:
        return key in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def keys(self) -> list[str]:
        return list(self._values)

    def as_dict(self, no_nulls: bool = False, **_: Any) -> AttrDict:
        """A copy that may be changed."""
        if not no_nulls:
            return AttrDict(self._values)
        return AttrDict({key: value for key, value in self._values.items() if value is not None})

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._values.get('fieldname') or self._values.get('role') or ''}>"


class Field(Row):
    """One DocField or Custom Field."""

    @cached_property
    def fieldtype_obj(self) -> Fieldtype:
        return get_fieldtype(self._values.get("fieldtype") or "Data")

    @cached_property
    def column(self) -> Column | None:
        """The database column; None for display, table and virtual fields."""
        if self._values.get("is_virtual"):
            return None
        return self.fieldtype_obj.column(self)

    @cached_property
    def stored_empty(self) -> Any:
        """What the column holds for no value."""
        return self.fieldtype_obj.cast_empty if self.column and self.column.not_null else None

    @cached_property
    def keeps_text(self) -> bool:
        """A text is stored as it is, an empty one too."""
        return type(self.fieldtype_obj).cast is Fieldtype.cast and not self._values.get("unique")

    @cached_property
    def safe_length(self) -> int:
        """Characters that a text in this column may have whatever they are; -1 where that has no meaning."""
        kind, _paren, length = (self.column.type if self.column else "").partition("(")
        if kind == "varchar":
            return int(length[:-1])
        return TEXT_BYTES // 4 if kind == "text" else -1

    @cached_property
    def precision_value(self) -> int | None:
        text = self._values.get("precision")
        return int(text) if str(text or "").isdigit() else None


class Perm(Row):
    """One DocPerm or Custom DocPerm; rights read as 0 when missing."""

    def __getattr__(self, key: str) -> Any:
        value = super().__getattr__(key)
        return 0 if value is None and key not in ("role", "parent") else value
