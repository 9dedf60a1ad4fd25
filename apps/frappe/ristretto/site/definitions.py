"""Decides how a shipped DocType definition becomes rows of the database and a table of its own.

An app's JSON is written as it is shipped: the DocType's controller guards what people change on a site,
not what an installed app brings. What makes a definition unusable is refused here, with its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ristretto.context import current
from ristretto.db import metas
from ristretto.db.tables import sync_table
from ristretto.document.clock import now_text
from ristretto.document.controllers import load_module
from ristretto.document.series import random_name
from ristretto.document.store import stored_value
from ristretto.errors import ValidationError
from ristretto.meta import Meta, build_meta
from ristretto.meta.constants import DEFINITION_TABLES
from ristretto.meta.fieldtypes import REGISTRY
from ristretto.site.record_shape import check_names

Record = Mapping[str, Any]
Plain = dict[str, Any]
TABLES = ("DocType", *DEFINITION_TABLES.values())


def check_definition(record: Record, place: str) -> None:
    """Refuse a definition that no table or form can be made of."""
    check_names(record, place)
    seen: set[str] = set()
    for number, field in enumerate(record.get("fields") or [], start=1):
        where = f"{place}: {record.get('name')}, field {number}"
        if field.get("fieldtype") not in REGISTRY:
            raise ValidationError(f"{where}: fieldtype {field.get('fieldtype')!r} does not exist")
        name = field.get("fieldname")
        if not name:
            raise ValidationError(f"{where}: a fieldname is missing")
        if name in seen:
            raise ValidationError(f"{where}: fieldname {name!r} occurs twice")
        seen.add(name)
    for key in ("name", "module"):
        if not record.get(key):
            raise ValidationError(f"{place}: a DocType needs a {key!r}")


def write_definition(record: Record, shapes: Mapping[str, Meta] | None = None) -> None:
    """Replace the stored definition of one DocType; the table is not touched."""
    shapes = shapes or {name: metas.get_meta(name) for name in TABLES}
    db = current().db
    name = record["name"]
    for child in DEFINITION_TABLES.values():
        db.execute(
            f"DELETE FROM `tab{child}` WHERE `parent` = ? AND `parenttype` = 'DocType'", (name,)
        )
    db.execute("DELETE FROM `tabDocType` WHERE `name` = ?", (name,))
    insert_rows(shapes["DocType"], [_parent_row(record)])
    for fieldname, child in DEFINITION_TABLES.items():
        insert_rows(shapes[child], _child_rows(record, fieldname, child))


def _parent_row(record: Record) -> Plain:
    row = {key: value for key, value in record.items() if not isinstance(value, list)}
    return {**_dates(record), **row, "docstatus": 0, "idx": record.get("idx") or 0}


def _child_rows(record: Record, fieldname: str, child: str) -> list[Plain]:
    rows = record.get(fieldname) or []
    if fieldname == "fields" and record.get("field_order"):
        # git merges may leave the rows unsorted; field_order is what the author saw
        order = {name: place for place, name in enumerate(record["field_order"])}
        rows = sorted(rows, key=lambda row: order.get(row["fieldname"], len(order)))
    return [
        {
            **_dates(record),
            **row,
            "name": row.get("name") or random_name(),
            "docstatus": 0,
            "idx": place,
            "parent": record["name"],
            "parenttype": "DocType",
            "parentfield": fieldname,
        }
        for place, row in enumerate(rows, start=1)
    ]


def _dates(record: Record) -> Plain:
    now = now_text()
    return {
        "owner": record.get("owner") or "Administrator",
        "modified_by": record.get("modified_by") or "Administrator",
        "creation": record.get("creation") or now,
        "modified": record.get("modified") or now,
    }


def insert_rows(shape: Meta, rows: Iterable[Plain]) -> None:
    """Insert raw rows: what a file does not say is empty or 0, never a form's default."""
    columns = shape.valid_columns
    fields = {field.fieldname: field for field in shape.column_fields}
    values = [
        [
            stored_value(fields[name], row.get(name)) if name in fields else row.get(name)
            for name in columns
        ]
        for row in rows
    ]
    if not values:
        return
    names = ", ".join(f"`{name}`" for name in columns)
    marks = ", ".join("?" for _ in columns)
    current().db.executemany(f"INSERT INTO `tab{shape.name}` ({names}) VALUES ({marks})", values)


def import_definition(record: Record, place: str, digest: str) -> None:
    """Write one shipped definition, bring its table to it, and tell its module."""
    check_definition(record, place)
    write_definition({**record, "migration_hash": digest})
    metas.clear(record["name"])
    meta = metas.get_meta(record["name"])
    sync_table(meta)
    tell_module(meta)


def tell_module(meta: Meta) -> None:
    """Let the controller's module add what a definition cannot say: indexes over several columns."""
    function = getattr(load_module(meta.name, meta.module), "on_doctype_update", None)
    if callable(function):
        function()


def tell_all_modules() -> None:
    """The same for every standard definition of the site."""
    for (name,) in current().db.execute("SELECT `name` FROM `tabDocType` WHERE `custom` = 0"):
        tell_module(metas.get_meta(name))


def import_first_definitions(records: Sequence[Record]) -> None:
    """Fill an empty database: every table first, then every definition (new-site).

    The first definitions describe themselves, so their shapes come from the files, not from the tables.
    """
    by_name = {str(record["name"]): build_meta(record) for record in records}
    for meta in by_name.values():
        sync_table(meta)
    for record in records:
        write_definition(record, by_name)
    metas.clear()


def roles_named(records: Iterable[Record]) -> list[str]:
    """Roles that the permission rows of the definitions speak of, in order of appearance."""
    names = [
        perm["role"]
        for record in records
        for perm in record.get("permissions") or []
        if perm.get("role")
    ]
    return list(dict.fromkeys(names))
