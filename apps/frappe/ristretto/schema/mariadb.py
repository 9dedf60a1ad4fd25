"""Decides how schema steps are written for MariaDB, and what a table looks like there.

Columns have the types of the contract (2.3), tables stock's character set and collation. Statements that change
tables cannot be undone: what could refuse them is asked first, and each alone leaves a table that works.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import Any

from ristretto.errors import UniqueConstraint
from ristretto.meta.fieldtypes import Column
from ristretto.schema.plan import (
    AddColumn,
    ChangeColumn,
    CreateIndex,
    CreateTable,
    DropIndex,
    Snapshot,
    Step,
    literal,
    own_index_name,
)
from ristretto.schema.sqlite import refuse_unreadable

Execute = Callable[..., list[tuple[Any, ...]]]
TABLE_OPTIONS = (
    "ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci"
)
LONGEST_NAME = 64
PREFIX = 191  # characters of a text column that an index holds
_TEXTS = ("varchar", "text", "longtext")
_WHOLE_TEXTS = ("text", "longtext")
_NUMERIC = ("int", "bigint", "decimal")
_OWN = "`table_schema` = DATABASE() AND `table_name` = ?"


def column_types(execute: Execute, table: str) -> dict[str, str]:
    """{column: type} in the order of the table; empty when it does not exist."""
    rows = execute(
        f"SELECT `column_name`, `column_type` FROM information_schema.columns WHERE {_OWN}"
        " ORDER BY `ordinal_position`",
        (table,),
    )
    return {str(name): str(kind) for name, kind in rows}


def snapshot(execute: Execute, table: str) -> Snapshot:
    """Columns and our own indexes, under the names that the plan gives them."""
    columns = column_types(execute, table)
    parts: dict[str, tuple[list[str], bool]] = {}
    for name, column, is_plain in execute(
        f"SELECT `index_name`, `column_name`, `non_unique` FROM information_schema.statistics WHERE {_OWN}"
        " ORDER BY `index_name`, `seq_in_index`",
        (table,),
    ):
        parts.setdefault(str(name), ([], not is_plain))[0].append(str(column))
    indexes = {
        own_index_name(table, names, unique=unique): (tuple(names), unique)
        for name, (names, unique) in parts.items()
        if name == "_".join(names)
    }
    return Snapshot(columns, indexes)


def apply(execute: Execute, steps: list[Step]) -> None:
    """Run the steps, after what could refuse them; new columns of one table are one statement."""
    changes = [step for step in steps if isinstance(step, ChangeColumn)]
    for change in changes:
        refuse_unreadable(execute, change.table, change.name, change.column, "CHAR")
    for step in steps:
        if isinstance(step, CreateIndex) and step.unique:
            _refuse_twins(execute, step)
    if added := [step for step in steps if isinstance(step, AddColumn)]:
        columns = ", ".join(f"ADD COLUMN {column_sql(s.name, s.column)}" for s in added)
        execute(f"ALTER TABLE `{added[0].table}` {columns}")
    for step in steps:
        if statement := _statement(execute, step):
            execute(statement)
    for change in changes:
        _change(execute, change)


def _statement(execute: Execute, step: Step) -> str:
    if isinstance(step, CreateTable):
        return create_table(step)
    if isinstance(step, DropIndex):
        return f"DROP INDEX IF EXISTS `{stored_name(step)}` ON `{step.table}`"
    if isinstance(step, CreateIndex):
        name = stored_name(step)
        return create_index(execute, step.table, step.columns, name, unique=step.unique)
    return ""


def create_table(step: CreateTable) -> str:
    lines = [column_sql(name, column) for name, column in step.columns]
    lines[0] += " AUTO_INCREMENT PRIMARY KEY" if step.autoincrement else " PRIMARY KEY"
    return f"CREATE TABLE `{step.table}` (\n  " + ",\n  ".join(lines) + f"\n) {TABLE_OPTIONS}"


def column_sql(name: str, column: Column) -> str:
    sql = f"`{name}` {column.type}"
    if column.not_null:
        sql += " NOT NULL"
    if column.default is not None:
        sql += f" DEFAULT {_default(column)}"
    return sql


def _default(column: Column) -> str:
    return literal(column.default).replace("\\", "\\\\")


def create_index(
    execute: Execute, table: str, columns: tuple[str, ...], name: str, *, unique: bool
) -> str:
    """An index over columns, in place of one of that name; of a long text its beginning."""
    types = column_types(execute, table)
    parts = [
        f"`{each}`({PREFIX})" if types.get(each, "").startswith(_WHOLE_TEXTS) else f"`{each}`"
        for each in columns
    ]
    kind, name = "UNIQUE INDEX" if unique else "INDEX", index_name(name)
    return (
        f"ALTER TABLE `{table}` DROP INDEX IF EXISTS `{name}`,"
        f" ADD {kind} `{name}` ({', '.join(parts)})"
    )


def stored_name(step: CreateIndex | DropIndex) -> str:
    """As on stock: an index is called like its column, and statements of apps may name it so."""
    for kind in ("ux", "ix"):
        prefix = f"{kind}_{step.table}_".replace(" ", "_").replace("-", "_")
        if step.name.startswith(prefix):
            return step.name.removeprefix(prefix)
    return step.name


def index_name(name: str) -> str:
    """A name that MariaDB takes: a long one keeps its beginning and ends in a fingerprint."""
    if len(name) <= LONGEST_NAME:
        return name
    mark = hashlib.sha256(name.encode()).hexdigest()[:12]
    return f"{name[: LONGEST_NAME - 13]}_{mark}"


def system_table(name: str, columns: tuple[str, ...]) -> str:
    """A table that is no DocType; texts not marked NOCASE compare letter by letter, as on SQLite."""
    lines = []
    for column in columns:
        if " COLLATE NOCASE" in column:
            column = column.replace(" COLLATE NOCASE", "")
        elif re.match(r"`\w+` varchar", column):
            column = re.sub(r"(varchar\(\d+\))", r"\1 COLLATE utf8mb4_bin", column)
        lines.append(column)
    return f"CREATE TABLE IF NOT EXISTS `{name}` ({', '.join(lines)}) {TABLE_OPTIONS}"


def _change(execute: Execute, step: ChangeColumn) -> None:
    """Another type: an empty text is no number and no date, and commas between digits are no digits."""
    name, kind = step.name, step.column.type
    if not kind.startswith(_TEXTS) and step.was.lower().startswith(_TEXTS):
        execute(f"UPDATE `{step.table}` SET `{name}` = NULL WHERE `{name}` = ''")
        if kind.startswith(_NUMERIC):
            execute(f"UPDATE `{step.table}` SET `{name}` = REPLACE(TRIM(`{name}`), ',', '')")
    if step.column.not_null:
        empty = "0" if kind.startswith(_NUMERIC) else "''"
        execute(f"UPDATE `{step.table}` SET `{name}` = {empty} WHERE `{name}` IS NULL")
    execute(f"ALTER TABLE `{step.table}` MODIFY COLUMN {column_sql(name, step.column)}")


def _refuse_twins(execute: Execute, step: CreateIndex) -> None:
    """Values that occur twice stop the change before anything is committed."""
    types = column_types(execute, step.table)
    if not set(step.columns) <= set(types):
        return
    listed = ", ".join(f"`{each}`" for each in step.columns)
    is_set = " AND ".join(f"`{each}` IS NOT NULL" for each in step.columns)
    if execute(
        f"SELECT {listed} FROM `{step.table}` WHERE {is_set} GROUP BY {listed} HAVING count(*) > 1 LIMIT 1"
    ):
        raise UniqueConstraint(step.table, step.columns)
