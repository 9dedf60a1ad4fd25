"""Decides how a document's values are held and reached: fields as attributes, child tables as lists of rows."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cached_property
from typing import Any

from ristretto import errors
from ristretto.context import AttrDict
from ristretto.context.translate import translate as _
from ristretto.db.metas import get_meta
from ristretto.document import virtual
from ristretto.document.controllers import get_controller
from ristretto.document.docstatus import DocStatus
from ristretto.document.shown import shown
from ristretto.meta import Meta
from ristretto.meta import constants as c

RESERVED = frozenset(
    {
        "doctype",
        "meta",
        "flags",
        "parent_doc",
        "_meta",
        "_doc_before_save",
        "_table_fields",
        "permitted_fieldnames",
        "_parent_doc",
        "dont_update_if_missing",
    }
)


_BASE = frozenset(c.BASE_COLUMNS)
_SPECIAL = RESERVED | {"docstatus"}
_ROW_EXTRAS = ("_user_tags", "_liked_by", "__islocal", "__onload", "__unsaved", "__newname")
_EXTRAS = (*_ROW_EXTRAS, "localname")


def json_default(value: Any) -> Any:
    return str(value)


_methods: dict[type, frozenset[str]] = {}


def method_names(cls: type) -> frozenset[str]:
    """Names of a class that are called, not read."""
    if cls not in _methods:
        _methods[cls] = frozenset(name for name in dir(cls) if callable(getattr(cls, name, None)))
    return _methods[cls]


class BaseDocument:
    """Values of one record; subclasses add the lifecycle."""

    doctype: str
    name: Any
    flags: AttrDict

    def __init__(self, values: dict[str, Any]) -> None:
        if doctype := values.get("doctype"):
            self.__dict__.update(doctype=doctype, meta=get_meta(doctype))
        self.__dict__["flags"] = AttrDict()
        self.update(values)
        self._fill_columns()

    def _fill_columns(self) -> None:
        """Every column and table exists as an attribute, so that reading one never fails."""
        values = self.__dict__
        if not values.keys() >= self.meta.columns_set or not values.keys() >= _BASE:
            for column in (*c.BASE_COLUMNS, *self.meta.valid_columns):
                if column not in values:
                    values[column] = None
        for table in self.meta.table_fields:
            if values.get(table.fieldname) is None:
                values[table.fieldname] = []
        for name in self.meta.virtual_names:
            if not hasattr(type(self), name):
                values.setdefault(name, None)
        if "name" not in values:
            values["name"] = None

    @cached_property
    def meta(self) -> Meta:
        """The definition that this object was made under; kept in `__dict__`, so asking again costs nothing."""
        return get_meta(self.doctype)

    def __getstate__(self) -> dict[str, Any]:
        state = dict(self.__dict__)
        for key in ("meta", "_parent_doc", "_doc_before_save"):
            state.pop(key, None)
        return state

    # reading ----------------------------------------------------------------------------------

    def get(
        self, key: Any, filters: Any = None, limit: int | None = None, default: Any = None
    ) -> Any:
        """A value; `get(table, {filters})` the matching rows; `get({filters})` over all children."""
        if filters is None and limit is None and (found := self.__dict__.get(key)) is not None:
            return found
        if isinstance(key, dict):
            return _filtered(self.get_all_children(), key, limit)
        value = self.__dict__.get(key)
        if value is None and key in self.meta.virtual_names:
            value = virtual.value_of(self, key)
        if isinstance(filters, dict) and isinstance(value, list):
            return _filtered(value, filters, limit)
        if value is None:
            return default if filters is None or isinstance(filters, dict) else filters
        return value[:limit] if limit and isinstance(value, list) else value

    def getone(self, key: Any, filters: Any = None) -> Any:
        found = self.get(key, filters=filters, limit=1)
        return found[0] if found else None

    def get_all_children(self, parenttype: str | None = None) -> list[Any]:
        return [
            row
            for table in self.meta.table_fields
            for row in self.__dict__.get(table.fieldname) or []
        ]

    def is_new(self) -> bool:
        return bool(self.__dict__.get("__islocal"))

    @property
    def parent_doc(self) -> Any:
        return self.__dict__.get("_parent_doc")

    @parent_doc.setter
    def parent_doc(self, value: Any) -> None:
        self.__dict__["_parent_doc"] = value

    @property
    def docstatus(self) -> DocStatus:
        return DocStatus(self.__dict__.get("docstatus") or 0)

    @docstatus.setter
    def docstatus(self, value: Any) -> None:
        self.__dict__["docstatus"] = DocStatus.read(value)

    # writing ----------------------------------------------------------------------------------

    def set(self, key: str, value: Any, as_value: bool = False) -> None:
        """Set a field; a list given for a table replaces its rows."""
        if key in RESERVED:
            return
        if key == "docstatus" and value is not None:
            value = DocStatus.read(value)
        if as_value or self._child_doctype(key) is None:
            self.__dict__[key] = value
            return
        if not isinstance(value, list | tuple) and value not in (None, ""):
            raise errors.ValidationError(_("{0} must be a list of rows").format(self._label(key)))
        self.__dict__[key] = []
        self.extend(key, value or [])

    def update(self, d: dict[str, Any]) -> Any:
        """Set many; names reserved for the engine are skipped. Returns the document."""
        if "name" in d:
            self.set("name", d["name"])
        special, methods = self._special_keys(), method_names(type(self))
        for key, value in d.items():
            if key in special:
                self.set(key, value)
            elif key not in methods or self.meta.has_field(key):
                # A value named like a method would stand before it: documents come from clients.
                self.__dict__[key] = value
        return self

    def _special_keys(self) -> Any:
        """Names that `set` treats in a way of its own; the rest are plain values."""
        tables = self.meta.table_doctypes if "doctype" in self.__dict__ else {}
        return {*RESERVED, "docstatus", *tables} if tables else _SPECIAL

    def append(self, key: str, value: Any = None, position: int = -1) -> Any:
        """Add a row (dict or row document) to a table; returns the row."""
        rows: list[Any] = self.__dict__.setdefault(key, []) or []
        self.__dict__[key] = rows
        row = self._make_row(value if value is not None else {}, key)
        if position == -1:
            rows.append(row)
        else:
            rows.insert(position, row)
        if not row.__dict__.get("idx"):
            row.__dict__["idx"] = len(rows)
        return row

    def extend(self, key: str, value: Any) -> None:
        if not isinstance(value, list | tuple):
            raise errors.ValidationError(_("{0} must be a list of rows").format(self._label(key)))
        for each in value:
            self.append(key, each)

    def remove(self, doc: Any) -> None:
        """Take a row out of its table; the rest is numbered anew."""
        if doc.get("parentfield"):
            rows = self.__dict__[doc.parentfield]
            rows.remove(doc)
            for position, each in enumerate(rows, start=1):
                each.__dict__["idx"] = position

    def _make_row(self, value: Any, key: str) -> Any:
        child = self._child_doctype(key)
        if child is None:
            raise AttributeError(f"{self.doctype} has no table {key!r}")
        if isinstance(value, BaseDocument):
            row = value
        elif isinstance(value, dict):
            row = get_controller(child)({**value, "doctype": child})
            if not row.__dict__.get("name"):
                row.__dict__["__islocal"] = 1
        else:
            raise errors.ValidationError(
                _("A row of {0} must be an object").format(self._label(key))
            )
        row.__dict__.update(
            parent=self.__dict__.get("name"), parenttype=self.doctype, parentfield=key
        )
        row.__dict__["_parent_doc"] = self
        if row.__dict__.get("docstatus") is None:
            row.__dict__["docstatus"] = DocStatus(0)
        return row

    def _child_doctype(self, key: str) -> str | None:
        if "doctype" not in self.__dict__:
            return None
        return self.meta.table_doctypes.get(key)

    def _label(self, fieldname: str) -> str:
        return _(self.meta.get_label(fieldname))

    # whole ------------------------------------------------------------------------------------

    def as_dict(
        self,
        no_nulls: bool = False,
        no_default_fields: bool = False,
        convert_dates_to_str: bool = False,
        no_child_table_fields: bool = False,
        no_private_properties: bool = False,
    ) -> AttrDict:
        """Columns, tables (as lists of dicts) and the doctype."""
        had, columns = self.__dict__, self._dict_columns()
        out = AttrDict({name: had[name] if name in had else self.get(name) for name in columns})
        if isinstance(out.get("docstatus"), DocStatus):
            out["docstatus"] = int(out["docstatus"])
        for name in self.meta.virtual_names:
            out[name] = virtual.value_of(self, name)
        for name, field, kind in self.meta.shown_casts:
            value = out[name]
            if type(value) is not kind or (kind is int and value not in (0, 1)):
                out[name] = shown(field, value)
        for field in self.meta.numeric_fields:
            # Forms and scripts send numbers as text; the answer has the number that was stored.
            if (value := out.get(field.fieldname)) is not None:
                out[field.fieldname] = field.fieldtype_obj.cast(value)
        if convert_dates_to_str:
            out = AttrDict({key: _date_text(value) for key, value in out.items()})
        out["doctype"] = self.doctype
        for table in self.meta.table_fields:
            out[table.fieldname] = [
                row.as_dict(
                    no_nulls=no_nulls,
                    no_default_fields=no_default_fields,
                    convert_dates_to_str=convert_dates_to_str,
                    no_child_table_fields=no_child_table_fields,
                )
                for row in self.__dict__.get(table.fieldname) or []
            ]
        for key in _ROW_EXTRAS if self.__dict__.get("parentfield") else _EXTRAS:
            if self.__dict__.get(key):
                out[key] = self.__dict__[key]
        if no_nulls:
            out = AttrDict({key: value for key, value in out.items() if value is not None})
        if no_default_fields:
            dropped = {*c.STANDARD_FIELDS, *(c.CHILD_FIELDS if no_child_table_fields else ())}
            out = AttrDict({key: value for key, value in out.items() if key not in dropped})
        return out

    def _dict_columns(self) -> list[str]:
        if self.meta.issingle:
            base = ["name", "owner", "creation", "modified", "modified_by", "docstatus", "idx"]
            return [*base, *self.meta.shown_columns]
        return list(self.meta.shown_columns)

    def as_json(self) -> str:
        return json.dumps(
            self.as_dict(), default=json_default, indent=1, sort_keys=True, ensure_ascii=False
        )

    def __repr__(self) -> str:
        return (
            f"<{type(self).__name__}: {self.__dict__.get('doctype')} {self.__dict__.get('name')}>"
        )


def _date_text(value: Any) -> Any:
    return (
        str(value) if hasattr(value, "isoformat") or type(value).__name__ == "timedelta" else value
    )


def _filtered(rows: list[Any], filters: dict[str, Any], limit: int | None) -> list[Any]:
    found = [
        row for row in rows if all(_fits(row.get(key), wanted) for key, wanted in filters.items())
    ]
    return found[:limit] if limit else found


def _fits(value: Any, wanted: Any) -> bool:
    """`wanted` is a value, True for "anything", or [operator, operand]."""
    if wanted is True:
        return bool(value)
    if isinstance(wanted, list | tuple) and len(wanted) == 2 and str(wanted[0]).lower() in _TESTS:
        return _TESTS[str(wanted[0]).lower()](value, wanted[1])
    return bool(value == wanted)


_TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "in": lambda value, operand: value in operand,
    "not in": lambda value, operand: value not in operand,
    "=": lambda value, operand: bool(value == operand),
    "!=": lambda value, operand: bool(value != operand),
    ">": lambda value, operand: value is not None and bool(value > operand),
    "<": lambda value, operand: value is not None and bool(value < operand),
    ">=": lambda value, operand: value is not None and bool(value >= operand),
    "<=": lambda value, operand: value is not None and bool(value <= operand),
}
