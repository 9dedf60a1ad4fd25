"""Decides how SQLite says what has no common spelling, and how it tells of its tables."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from ristretto.db.dialects.base import Described, Execute
from ristretto.db.literals import split_literals
from ristretto.db.translate_sql import translate
from ristretto.schema import sqlite
from ristretto.schema.plan import Snapshot, Step


class SqliteDialect:
    """SQL text of apps is MySQL's dialect and is translated; index names are one namespace for the file."""

    insert_ignore = "insert or ignore into"

    def upsert(
        self, table: str, columns: tuple[str, ...], key: tuple[str, ...], *, change: str = ""
    ) -> str:
        return _upsert(table, columns, key, change)

    def folded(self, expression: str) -> str:
        return f"fold({expression})"

    def parted(self, text: str) -> tuple[str, tuple[str, ...]]:
        return split_literals(translate(text)[0])

    def fill(self, query: str, values: Any) -> str:
        sql, params = translate(query, values)
        pieces = sql.split("?")
        shown = [_shown(each) for each in params]
        return "".join(
            piece + (shown[index] if index < len(shown) else "")
            for index, piece in enumerate(pieces)
        )

    def table_exists(self, execute: Execute, table: str) -> bool:
        return bool(
            execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (table,))
        )

    def tables(self, execute: Execute) -> list[str]:
        rows = execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        return [row[0] for row in rows]

    def columns(self, execute: Execute, table: str) -> list[str]:
        return [str(row[1]) for row in execute(f"PRAGMA table_info(`{table}`)")]

    def describe(self, execute: Execute, table: str) -> list[Described]:
        return [
            (r[1], r[2], "NO" if r[3] else "YES", "PRI" if r[5] else "", r[4])
            for r in execute(f"PRAGMA table_info(`{table}`)")
        ]

    def has_index(self, execute: Execute, table: str, name: str) -> bool:
        return bool(
            execute(
                "SELECT 1 FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND name IN (?, ?)",
                (table, name, _index(table, name)),
            )
        )

    def add_index(
        self, execute: Execute, table: str, columns: Iterable[str], name: str, *, unique: bool
    ) -> None:
        listed = ", ".join(f"`{each}`" for each in columns)
        kind = "UNIQUE INDEX" if unique else "INDEX"
        execute(f"CREATE {kind} IF NOT EXISTS `{_index(table, name)}` ON `{table}` ({listed})")

    def system_table(self, name: str, columns: tuple[str, ...]) -> str:
        return f"CREATE TABLE IF NOT EXISTS `{name}` ({', '.join(columns)})"

    def snapshot(self, execute: Execute, table: str) -> Snapshot:
        return sqlite.snapshot(execute, table)

    def apply(self, execute: Execute, steps: list[Step]) -> None:
        sqlite.apply(execute, steps)


@lru_cache(maxsize=200)
def _upsert(table: str, columns: tuple[str, ...], key: tuple[str, ...], change: str) -> str:
    names = ", ".join(f"`{each}`" for each in columns)
    marks = ", ".join("?" * len(columns))
    new = change or ", ".join(f"`{c}` = excluded.`{c}`" for c in columns if c not in key)
    keys = ", ".join(f"`{each}`" for each in key)
    return (
        f"INSERT INTO `{table}` ({names}) VALUES ({marks}) ON CONFLICT ({keys}) DO UPDATE SET {new}"
    )


def _index(table: str, name: str) -> str:
    return f"{name}__{table}"


def _shown(value: Any) -> str:
    text = str(value).replace("\\", "\\\\").replace("'", "\\'")
    return f"'{text}'"
