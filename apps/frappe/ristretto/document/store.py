"""Decides how a document reaches its rows: insert, update, load, singles. No rules, no events."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ristretto import errors
from ristretto.context import current
from ristretto.context.translate import translate as _
from ristretto.db.types import adapt
from ristretto.meta import Field, Meta
from ristretto.meta import constants as c

_SINGLE_STANDARD = ("creation", "modified", "modified_by", "owner", "docstatus", "idx")


def row_values(doc: Any, *, ignore_nulls: bool = False) -> dict[str, Any]:
    """{column: value as stored}; empty becomes NULL for dates and unique fields, 0 for numbers."""
    meta: Meta = doc.meta
    values: dict[str, Any] = {}
    given = doc.__dict__
    for column, field in meta.column_plan:
        value = given.get(column)
        if field is None:
            if column in ("docstatus", "idx"):
                value = _whole(column, value)
        elif value is None:
            value = field.stored_empty
        elif type(value) is not str or not field.keeps_text:
            value = stored_value(field, value)
        if value is not None or not ignore_nulls:
            values[column] = value
    return values


def _whole(column: str, value: Any) -> int:
    try:
        return int(value or 0)
    except (TypeError, ValueError):
        raise errors.ValidationError(f"{column} {_('is not a whole number')}") from None


def stored_value(field: Field, value: Any) -> Any:
    """One value as its column takes it; a list has no place in a column."""
    if isinstance(value, list | tuple) or (isinstance(value, dict) and field.fieldtype != "JSON"):
        raise errors.ValidationError(
            _("{0} cannot be a list").format(_(field.label or field.fieldname))
        )
    if value is None:
        return field.stored_empty
    value = field.fieldtype_obj.cast(value)
    return None if value == "" and field.unique else value


def insert_row(doc: Any) -> None:
    """INSERT; UniqueConstraint goes up to whoever can name it."""
    values = row_values(doc)
    if doc.meta.is_autoincrement and not values.get("name"):
        values.pop("name", None)
    columns = ", ".join(f"`{column}`" for column in values)
    marks = ", ".join("?" * len(values))
    sql = f"INSERT INTO `tab{doc.doctype}` ({columns}) VALUES ({marks})"
    identifier = current().db.lastrowid(sql, values.values())
    if doc.meta.is_autoincrement and not doc.__dict__.get("name"):
        doc.__dict__["name"] = identifier


_NEVER_UPDATED = ("name", "creation", "owner", *c.OPTIONAL_FIELDS)


def update_row(doc: Any) -> None:
    if current().db.rowcount(_update_statement(doc), _update_values(doc)) == 0:
        raise errors.DoesNotExistError(_("{0} {1} not found").format(_(doc.doctype), doc.name))


def _update_statement(doc: Any) -> str:
    """UPDATE of every column that a save may change; its values are those of `_update_values`."""
    columns = [column for column in doc.meta.valid_columns if column not in _NEVER_UPDATED]
    assignments = ", ".join(f"`{column}` = ?" for column in columns)
    return f"UPDATE `tab{doc.doctype}` SET {assignments} WHERE `name` = ?"


def _update_values(doc: Any) -> list[Any]:
    values = row_values(doc)
    kept = [value for column, value in values.items() if column not in _NEVER_UPDATED]
    return [*kept, values["name"]]


def set_values(doc: Any, changes: dict[str, Any]) -> None:
    """UPDATE of some columns (rows of a Single) without rules or events."""
    meta: Meta = doc.meta
    values = {
        key: stored_value(field, value)
        if (field := meta.field(key)) and meta.has_field(key)
        else value
        for key, value in changes.items()
    }
    if meta.issingle:
        for key, value in values.items():
            current().db.execute(
                "DELETE FROM `tabSingles` WHERE `doctype` = ? AND `field` = ?", (doc.doctype, key)
            )
            current().db.execute(
                "INSERT INTO `tabSingles` (`doctype`, `field`, `value`) VALUES (?, ?, ?)",
                (doc.doctype, key, single_text(value)),
            )
        return
    assignments = ", ".join(f"`{column}` = ?" for column in values)
    current().db.execute(
        f"UPDATE `tab{doc.doctype}` SET {assignments} WHERE `name` = ?",
        [*values.values(), doc.name],
    )


def load_row(doctype: str, name: Any, *, for_update: bool = False) -> dict[str, Any] | None:
    """One row as a dict, None when there is none. `for_update` takes the write lock."""
    if for_update:
        current().db.begin("write")
    columns, rows = current().db.recall(f"SELECT * FROM `tab{doctype}` WHERE `name` = ?", (name,))
    return dict(zip(columns, rows[0], strict=True)) if rows else None


def load_children(doctype: str, name: Any, meta: Meta) -> dict[str, list[dict[str, Any]]]:
    """{table fieldname: rows in order}."""
    found: dict[str, list[dict[str, Any]]] = {}
    for table in meta.table_fields:
        columns, rows = current().db.recall(
            f"SELECT * FROM `tab{table.options}`"
            " WHERE `parent` = ? AND `parenttype` = ? AND `parentfield` = ? ORDER BY `idx`",
            (name, doctype, table.fieldname),
        )
        found[table.fieldname] = [dict(zip(columns, row, strict=True)) for row in rows]
    return found


def stored_rows(doc: Any) -> dict[str, set[Any]]:
    """{table fieldname: names of the rows that are stored}; asked before the record itself is written."""
    tables = load_children(doc.doctype, doc.name, doc.meta)
    return {fieldname: {row["name"] for row in rows} for fieldname, rows in tables.items()}


def insert_children(doc: Any) -> None:
    """The rows of a record that was just inserted: there is nothing to compare them with."""
    for table in doc.meta.table_fields:
        _insert_rows(doc.__dict__.get(table.fieldname) or [])


def save_children(doc: Any, stored: dict[str, set[Any]]) -> None:
    """Of the `stored_rows` those no longer in a table are deleted, known ones updated; new ones are inserted."""
    for table in doc.meta.table_fields:
        rows = doc.__dict__.get(table.fieldname) or []
        known = [row for row in rows if row.name and not row.is_new()]
        _delete_rows(doc, table, stored[table.fieldname] - {row.name for row in known})
        unknown = _update_rows(known, stored[table.fieldname])
        _insert_rows([row for row in rows if row not in known or row in unknown])


def _update_rows(rows: list[Any], stored: set[Any]) -> list[Any]:
    """Update the rows that are stored, here or in another table of the document; answers those that are not.

    A row sent with a name that is not stored yet is kept under that name: nothing sent is lost.
    A name that belongs to another document is refused: a row must not be taken from where it is.
    """
    places = _places_of([row for row in rows if row.name not in stored])
    for row in rows:
        place = places.get(row.name)
        if place is not None and place != (str(row.parent), row.parenttype):
            raise errors.ValidationError(
                _("Row {0} of {1} belongs to another document").format(row.idx, _(row.doctype))
            )
    changed = [row for row in rows if row.name in stored or row.name in places]
    if changed:
        sql = _update_statement(changed[0])
        current().db.executemany(sql, [_update_values(row) for row in changed])
    return [row for row in rows if row.name not in stored and row.name not in places]


def _places_of(rows: list[Any]) -> dict[Any, tuple[Any, Any]]:
    """{name: (parent, parenttype)} of those rows that are stored."""
    if not rows:
        return {}
    found = current().db.execute(
        f"SELECT `name`, `parent`, `parenttype` FROM `tab{rows[0].doctype}`"
        f" WHERE `name` IN ({', '.join('?' * len(rows))})",
        [row.name for row in rows],
    )
    return {name: (parent, parenttype) for name, parent, parenttype in found}


def _insert_rows(rows: list[Any]) -> None:
    """Rows of one table in one statement; those that the database has to number, one by one."""
    if rows and rows[0].meta.is_autoincrement:
        for row in rows:
            insert_row(row)
    elif rows:
        columns = rows[0].meta.valid_columns
        listed = ", ".join(f"`{column}`" for column in columns)
        marks = ", ".join("?" * len(columns))
        sql = f"INSERT INTO `tab{rows[0].doctype}` ({listed}) VALUES ({marks})"
        current().db.executemany(sql, [list(row_values(row).values()) for row in rows])
    for row in rows:
        row.__dict__.pop("__islocal", None)


def _delete_rows(doc: Any, table: Field, gone: set[Any]) -> None:
    """By place and name: a row that moved to another table of the document stays."""
    if gone:
        current().db.execute(
            f"DELETE FROM `tab{table.options}` WHERE `parent` = ? AND `parenttype` = ?"
            f" AND `parentfield` = ? AND `name` IN ({', '.join('?' * len(gone))})",
            [doc.name, doc.doctype, table.fieldname, *gone],
        )


def delete_rows(doctype: str, name: Any, meta: Meta) -> None:
    """The record and its child rows."""
    for table in meta.table_fields:
        current().db.execute(
            f"DELETE FROM `tab{table.options}` WHERE `parent` = ? AND `parenttype` = ?",
            (name, doctype),
        )
    current().db.execute(f"DELETE FROM `tab{doctype}` WHERE `name` = ?", (name,))


def load_single(doctype: str, meta: Meta) -> dict[str, Any]:
    """Values of a Single; numbers are cast, everything else stays the text it is stored as."""
    rows = current().db.execute(
        "SELECT `field`, `value` FROM `tabSingles` WHERE `doctype` = ?", (doctype,)
    )
    values: dict[str, Any] = {}
    for fieldname, value in rows:
        field = meta.field(fieldname)
        numeric = field is not None and field.fieldtype in c.NUMERIC_FIELDTYPES
        values[fieldname] = (
            field.fieldtype_obj.cast(value) if numeric and field and value is not None else value
        )
    values.setdefault("name", doctype)
    return values


def save_single(doc: Any) -> None:
    """All rows are written anew."""
    current().db.execute("DELETE FROM `tabSingles` WHERE `doctype` = ?", (doc.doctype,))
    values = {
        **row_values(doc),
        **{key: doc.__dict__.get(key) for key in _SINGLE_STANDARD},
        "idx": doc.__dict__.get("idx") or 0,
        "name": doc.doctype,
    }
    rows = [(doc.doctype, key, single_text(value)) for key, value in values.items()]
    current().db.executemany(
        "INSERT INTO `tabSingles` (`doctype`, `field`, `value`) VALUES (?, ?, ?)", rows
    )


def single_text(value: Any) -> str | None:
    """A value of a Single as text; moments and times keep microseconds only where they have any."""
    if value is None:
        return None
    text = str(adapt(value))
    timed = isinstance(value, dt.datetime | dt.time | dt.timedelta)
    return text.removesuffix(".000000") if timed else text


def exists(doctype: str, name: Any) -> Any:
    """The stored name (its case may differ from what was asked), None when there is none."""
    rows = current().db.execute(f"SELECT `name` FROM `tab{doctype}` WHERE `name` = ?", (name,))
    return rows[0][0] if rows else None
