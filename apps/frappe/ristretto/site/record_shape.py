"""Decides whether a record of a file has the shape of its DocType: single values where a column waits,
rows where a table does, names that can be names. What the values mean is for the document to judge."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ristretto.db import metas
from ristretto.errors import ValidationError
from ristretto.meta import Meta
from ristretto.meta.constants import BASE_COLUMNS, CHILD_FIELDS

Record = Mapping[str, Any]
DOCTYPE_NAME = re.compile(r"\w[\w \-]*")
FIELDNAME = re.compile(r"[^\W\d]\w*")


def check_key(record: Record, place: str) -> None:
    """DocType and name become part of statements, so only what can be such a name passes."""
    doctype, name = record["doctype"], record.get("name")
    if not isinstance(doctype, str) or not DOCTYPE_NAME.fullmatch(doctype):
        raise ValidationError(f"{place}: {doctype!r} is no name of a DocType")
    if not isinstance(name, str | int | None):
        raise ValidationError(f"{place}: the name of a record must be a text, not {name!r}")


def check_shape(record: Record, shape: Meta, place: str) -> None:
    """Refuse a list or an object where one value belongs, and the other way round."""
    tables = {str(field.fieldname): str(field.options) for field in shape.table_fields}
    for key, value in record.items():
        where = f"{place}: {shape.name}.{key}"
        if key in tables:
            _check_rows(value, metas.get_meta(tables[key]), where)
            continue
        field = shape.field(key)
        takes_objects = field is None or field.fieldtype == "JSON"
        if isinstance(value, list | dict) and not takes_objects:
            raise ValidationError(f"{where}: one value belongs here, not {type(value).__name__}")


def _check_rows(value: Any, shape: Meta, where: str) -> None:
    if value is None:
        return
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise ValidationError(f"{where}: a list of rows belongs here")
    for row in value:
        check_shape(row, shape, where)


def check_names(record: Record, place: str) -> None:
    """The names of a definition: they become a table and its columns."""
    if not DOCTYPE_NAME.fullmatch(str(record.get("name") or "")):
        raise ValidationError(f"{place}: {record.get('name')!r} cannot be the name of a DocType")
    order = record.get("field_order")
    if order is not None and not (
        isinstance(order, list) and all(isinstance(each, str) for each in order)
    ):
        raise ValidationError(f"{place}: field_order must be a list of fieldnames")
    taken = {*BASE_COLUMNS, *(CHILD_FIELDS if record.get("istable") else ())}
    for number, field in enumerate(record.get("fields") or [], start=1):
        name = str(field.get("fieldname") or "")
        if name and (not FIELDNAME.fullmatch(name) or name in taken):
            raise ValidationError(f"{place}: field {number}: {name!r} cannot be a fieldname")
