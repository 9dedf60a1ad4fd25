"""Decides how MariaDB says what has no common spelling, and how it tells of its tables."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from ristretto.db.dialects.base import Described, Execute
from ristretto.db.literals import split_mysql_literals
from ristretto.db.mariadb.text import fill_percent
from ristretto.schema import mariadb
from ristretto.schema.plan import Snapshot, Step

_OWN = "`table_schema` = DATABASE() AND `table_name` = ?"


class MariaDialect:
    """SQL text of apps is at home; names and texts compare by `utf8mb4_unicode_ci`, as on stock."""

    insert_ignore = "insert ignore into"

    def upsert(
        self, table: str, columns: tuple[str, ...], key: tuple[str, ...], *, change: str = ""
    ) -> str:
        return _upsert(table, columns, key, change)

    def folded(self, expression: str) -> str:
        """The collation ignores case and accents; đ is a letter of its own to it."""
        return f"replace(replace({expression}, 'đ', 'd'), 'Đ', 'D')"

    def parted(self, text: str) -> tuple[str, tuple[str, ...]]:
        return split_mysql_literals(text)

    def fill(self, query: str, values: Any) -> str:
        return fill_percent(query, values)

    def table_exists(self, execute: Execute, table: str) -> bool:
        return bool(execute(f"SELECT 1 FROM information_schema.tables WHERE {_OWN}", (table,)))

    def tables(self, execute: Execute) -> list[str]:
        rows = execute(
            "SELECT `table_name` FROM information_schema.tables WHERE `table_schema` = DATABASE()"
            " AND `table_type` = 'BASE TABLE' ORDER BY `table_name`"
        )
        return [row[0] for row in rows]

    def columns(self, execute: Execute, table: str) -> list[str]:
        return list(mariadb.column_types(execute, table))

    def describe(self, execute: Execute, table: str) -> list[Described]:
        return [(r[0], r[1], r[2], r[3], r[4]) for r in execute(f"SHOW COLUMNS FROM `{table}`")]

    def has_index(self, execute: Execute, table: str, name: str) -> bool:
        return bool(
            execute(
                f"SELECT 1 FROM information_schema.statistics WHERE {_OWN} AND `index_name` = ? LIMIT 1",
                (table, mariadb.index_name(name)),
            )
        )

    def add_index(
        self, execute: Execute, table: str, columns: Iterable[str], name: str, *, unique: bool
    ) -> None:
        if not self.has_index(execute, table, name):
            execute(mariadb.create_index(execute, table, tuple(columns), name, unique=unique))

    def system_table(self, name: str, columns: tuple[str, ...]) -> str:
        return mariadb.system_table(name, columns)

    def snapshot(self, execute: Execute, table: str) -> Snapshot:
        return mariadb.snapshot(execute, table)

    def apply(self, execute: Execute, steps: list[Step]) -> None:
        mariadb.apply(execute, steps)


@lru_cache(maxsize=200)
def _upsert(table: str, columns: tuple[str, ...], key: tuple[str, ...], change: str) -> str:
    names = ", ".join(f"`{each}`" for each in columns)
    marks = ", ".join("?" * len(columns))
    new = change or ", ".join(f"`{c}` = VALUES(`{c}`)" for c in columns if c not in key)
    return f"INSERT INTO `{table}` ({names}) VALUES ({marks}) ON DUPLICATE KEY UPDATE {new}"
