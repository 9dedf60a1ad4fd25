"""Decides how schema steps are written for SQLite, and what a table looks like there.

SQLite cannot change a column's type: the table is rebuilt by the twelve-step way of its documentation
(new table, copy, drop, rename), inside the running transaction.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ristretto.meta.fieldtypes import Column, parse_date, parse_datetime, parse_number
from ristretto.schema.plan import (
    AddColumn,
    ChangeColumn,
    CreateIndex,
    CreateTable,
    DropIndex,
    Snapshot,
    Step,
    literal,
)

Execute = Callable[..., list[tuple[Any, ...]]]
_TEXT = ("varchar", "text", "longtext")
_NUMERIC = ("int", "bigint", "decimal")
_OWN_INDEX = re.compile(r"^(ux|ix)_")


def snapshot(execute: Execute, table: str) -> Snapshot:
    """Columns and indexes of a table; empty when it does not exist."""
    columns = {row[1]: row[2] for row in execute(f"PRAGMA table_info(`{table}`)")}
    indexes: dict[str, tuple[tuple[str, ...], bool]] = {}
    for row in execute(f"PRAGMA index_list(`{table}`)"):
        name, unique = str(row[1]), bool(row[2])
        if _OWN_INDEX.match(name):
            names = tuple(str(info[2]) for info in execute(f"PRAGMA index_info(`{name}`)"))
            indexes[name] = (names, unique)
    return Snapshot(columns, indexes)


def apply(execute: Execute, steps: list[Step]) -> None:
    """Run the steps in order; changes of column types of one table are one rebuild."""
    changes = [step for step in steps if isinstance(step, ChangeColumn)]
    for step in steps:
        if isinstance(step, ChangeColumn):
            continue
        for statement in _statements(step):
            execute(statement)
    if changes:
        _rebuild(execute, changes[0].table, {step.name: step.column for step in changes})


def _statements(step: Step) -> list[str]:
    if isinstance(step, CreateTable):
        return [create_table(step)]
    if isinstance(step, AddColumn):
        return [f"ALTER TABLE `{step.table}` ADD COLUMN {column_sql(step.name, step.column)}"]
    if isinstance(step, CreateIndex):
        unique = "UNIQUE " if step.unique else ""
        columns = ", ".join(f"`{name}`" for name in step.columns)
        return [f"CREATE {unique}INDEX IF NOT EXISTS `{step.name}` ON `{step.table}` ({columns})"]
    if isinstance(step, DropIndex):
        return [f"DROP INDEX IF EXISTS `{step.name}`"]
    return []


def create_table(step: CreateTable) -> str:
    lines = [column_sql(name, column) for name, column in step.columns]
    if step.autoincrement:
        lines[0] = "`name` INTEGER PRIMARY KEY AUTOINCREMENT"
    else:
        lines[0] += " PRIMARY KEY"
    return f"CREATE TABLE `{step.table}` (\n  " + ",\n  ".join(lines) + "\n)"


def column_sql(name: str, column: Column) -> str:
    """Text compares without case, as users expect of names and codes."""
    sql = f"`{name}` {column.type}"
    if column.type.startswith(_TEXT):
        sql += " COLLATE NOCASE"
    if column.not_null:
        sql += " NOT NULL"
    if column.default is not None:
        sql += f" DEFAULT {literal(column.default)}"
    return sql


def _rebuild(execute: Execute, table: str, changed: dict[str, Column]) -> None:
    indexes = [
        row[0]
        for row in execute(
            "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL",
            (table,),
        )
    ]
    info = execute(f"PRAGMA table_info(`{table}`)")
    for row in info:
        if row[1] in changed:
            refuse_unreadable(execute, table, row[1], changed[row[1]])
    lines = [_kept_or_changed(row, changed) for row in info]
    names = ", ".join(f"`{row[1]}`" for row in info)
    values = ", ".join(_converted(row[1], changed.get(row[1])) for row in info)
    execute(f"CREATE TABLE `{table}__new` (\n  " + ",\n  ".join(lines) + "\n)")
    execute(f"INSERT INTO `{table}__new` ({names}) SELECT {values} FROM `{table}`")
    execute(f"DROP TABLE `{table}`")
    execute(f"ALTER TABLE `{table}__new` RENAME TO `{table}`")
    for statement in indexes:
        execute(statement)


def _kept_or_changed(row: tuple[Any, ...], changed: dict[str, Column]) -> str:
    _cid, name, sql_type, not_null, default, primary = row[:6]
    if name in changed:
        return column_sql(name, changed[name])
    sql = f"`{name}` {sql_type}"
    if str(sql_type).lower().startswith(_TEXT):
        sql += " COLLATE NOCASE"
    if not_null:
        sql += " NOT NULL"
    if default is not None:
        sql += f" DEFAULT {default}"
    return sql + (" PRIMARY KEY" if primary else "")


def _converted(name: str, column: Column | None) -> str:
    if column is None:
        return f"`{name}`"
    if column.type.startswith(_NUMERIC):
        empty = "0" if column.not_null else "NULL"
        return f"CASE WHEN `{name}` IS NULL OR `{name}` = '' THEN {empty} ELSE CAST(`{name}` AS NUMERIC) END"
    if column.type.startswith(_TEXT):
        return f"CAST(`{name}` AS TEXT)"
    return f"NULLIF(`{name}`, '')"


def refuse_unreadable(
    execute: Execute, table: str, name: str, column: Column, text_type: str = "TEXT"
) -> None:
    """A value the new type cannot hold stops the change before anything moves: nothing is lost."""
    reader: Callable[[Any], Any] | None = None
    if column.type.startswith(_NUMERIC):
        reader = parse_number
    elif column.type.startswith("datetime"):
        reader = parse_datetime
    elif column.type == "date":
        reader = parse_date
    if reader is None:
        return
    for (value,) in execute(
        f"SELECT DISTINCT CAST(`{name}` AS {text_type}) FROM `{table}` WHERE `{name}` IS NOT NULL AND `{name}` <> ''"
    ):
        if reader(value) is None:
            raise UnreadableValue(table, name, str(value), column.type)


class UnreadableValue(Exception):
    """Existing data does not fit the wanted column type."""

    def __init__(self, table: str, column: str, value: str, sql_type: str) -> None:
        super().__init__(f"{table}.{column}: {value!r} does not fit {sql_type}")
        self.table, self.column, self.value, self.sql_type = table, column, value, sql_type
