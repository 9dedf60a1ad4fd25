"""Decides which statements bring a table to its definition. Pure: it reads a snapshot, never a database.

Rules of the contract (3.9): add what is missing, widen what is too narrow, add or drop our own indexes;
never drop a column or a table, never shrink a column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ristretto.meta import Meta
from ristretto.meta.constants import CHILD_FIELDS
from ristretto.meta.fieldtypes import Column

NAME_COLUMN = Column("varchar(140)", not_null=True)
BASE: dict[str, Column] = {
    "creation": Column("datetime(6)"),
    "modified": Column("datetime(6)"),
    "modified_by": Column("varchar(140)"),
    "owner": Column("varchar(140)"),
    "docstatus": Column("int(1)", default=0, not_null=True),
    "idx": Column("int(8)", default=0, not_null=True),
}
CHILD: dict[str, Column] = {name: Column("varchar(140)") for name in CHILD_FIELDS}
_LENGTH = re.compile(r"\((\d+)")
_FAMILIES = (("int", "bigint"), ("varchar", "text", "longtext"))


@dataclass(frozen=True)
class Snapshot:
    """What the database holds of one table: column types, and our indexes as (columns, unique)."""

    columns: dict[str, str] = field(default_factory=dict)
    indexes: dict[str, tuple[tuple[str, ...], bool]] = field(default_factory=dict)

    @property
    def exists(self) -> bool:
        return bool(self.columns)


@dataclass(frozen=True)
class CreateTable:
    table: str
    columns: tuple[tuple[str, Column], ...]
    autoincrement: bool = False


@dataclass(frozen=True)
class AddColumn:
    table: str
    name: str
    column: Column


@dataclass(frozen=True)
class ChangeColumn:
    """Widen or convert a column; `was` is the type it has."""

    table: str
    name: str
    column: Column
    was: str


@dataclass(frozen=True)
class CreateIndex:
    table: str
    name: str
    columns: tuple[str, ...]
    unique: bool


@dataclass(frozen=True)
class DropIndex:
    table: str
    name: str


Step = CreateTable | AddColumn | ChangeColumn | CreateIndex | DropIndex


def wanted_columns(meta: Meta) -> dict[str, Column]:
    """Every column of the table but `name`, standard ones first."""
    columns = {f.fieldname: f.column for f in meta.column_fields if f.column is not None}
    standard = CHILD if meta.istable else {name: Column("text") for name in meta.optional_columns}
    return {**BASE, **standard, **columns, **BASE}


def wanted_indexes(meta: Meta) -> dict[str, tuple[tuple[str, ...], bool]]:
    """Indexes by name: unique fields, search_index fields, parent of child rows, modified of lists."""
    table = f"tab{meta.name}"
    wanted: dict[str, tuple[tuple[str, ...], bool]] = {}
    if meta.istable:
        wanted[_index_name(table, "parent")] = (("parent",), False)
    else:
        wanted[_index_name(table, "modified")] = (("modified",), False)
    for each in meta.column_fields:
        if each.unique or f"field:{each.fieldname}" == str(meta.autoname or ""):
            wanted[_index_name(table, each.fieldname, unique=True)] = ((each.fieldname,), True)
        elif each.search_index:
            wanted[_index_name(table, each.fieldname)] = ((each.fieldname,), False)
    if meta.is_nested_set():
        wanted[_index_name(table, "lft_rgt")] = (("lft", "rgt"), False)
    return wanted


def _index_name(table: str, column: str, *, unique: bool = False) -> str:
    return f"{'ux' if unique else 'ix'}_{table}_{column}".replace(" ", "_").replace("-", "_")


def own_index_name(table: str, columns: Sequence[str], *, unique: bool) -> str:
    """The name that the plan gives an index over these columns."""
    return _index_name(table, "_".join(columns), unique=unique)


def plan(meta: Meta, snapshot: Snapshot) -> list[Step]:
    """The steps from the snapshot to the definition, in the order to run them."""
    if meta.issingle or meta.is_virtual:
        return []
    table = f"tab{meta.name}"
    return [*_plan_columns(meta, table, snapshot), *_plan_indexes(meta, table, snapshot)]


def _plan_columns(meta: Meta, table: str, snapshot: Snapshot) -> Iterator[Step]:
    wanted = wanted_columns(meta)
    if not snapshot.exists:
        key = Column("bigint(20)", not_null=True) if meta.is_autoincrement else NAME_COLUMN
        yield CreateTable(table, (("name", key), *wanted.items()), meta.is_autoincrement)
        return
    for name, column in wanted.items():
        was = snapshot.columns.get(name)
        if was is None:
            yield AddColumn(table, name, column)
        elif is_change(was, column.type):
            yield ChangeColumn(table, name, column, was)


def _plan_indexes(meta: Meta, table: str, snapshot: Snapshot) -> Iterator[Step]:
    wanted = wanted_indexes(meta)
    for name, (_columns, unique) in snapshot.indexes.items():
        if unique and name.startswith("ux_") and name not in wanted:
            yield DropIndex(table, name)
    for name, (columns, unique) in wanted.items():
        if name not in snapshot.indexes:
            yield CreateIndex(table, name, columns, unique)


def is_change(was: str, wanted: str) -> bool:
    """True when the column must change: another type, or the same family but wider."""
    was, wanted = was.lower(), wanted.lower()
    if was == wanted:
        return False
    old, new = _base(was), _base(wanted)
    for family in _FAMILIES:
        if old in family and new in family:
            return (family.index(new), _length(wanted)) > (family.index(old), _length(was))
    return old != new


def _base(sql_type: str) -> str:
    return sql_type.partition("(")[0].strip()


def _length(sql_type: str) -> int:
    found = _LENGTH.search(sql_type)
    return int(found[1]) if found else 0


def literal(value: Any) -> str:
    """A Python default as SQL literal, for DDL only."""
    if isinstance(value, int | float):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"
