"""Decides what a dialect must answer: forms of SQL without a common spelling, what tables exist, how they change."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from ristretto.schema.plan import Snapshot, Step

Execute = Callable[..., list[tuple[Any, ...]]]
Described = tuple[str, str, str, str, Any]


class Dialect(Protocol):
    """Stateless; `execute` is that of the connection it works on."""

    insert_ignore: str

    def upsert(
        self, table: str, columns: tuple[str, ...], key: tuple[str, ...], *, change: str = ""
    ) -> str:
        """INSERT with `?` per column; a row of that key takes the other columns' new values.

        `change` is an assignment to run instead (`` `current` = `current` + 1 ``).
        """

    def folded(self, expression: str) -> str:
        """The expression as a search compares it: blind to case, accents and the bar of đ."""

    def parted(self, text: str) -> tuple[str, tuple[str, ...]]:
        """A condition of an app, in MySQL's dialect, as this database reads it: `?` and its values."""

    def fill(self, query: str, values: Any) -> str:
        """SQL of an app with its values written in; for logs."""

    def table_exists(self, execute: Execute, table: str) -> bool: ...

    def tables(self, execute: Execute) -> list[str]: ...

    def columns(self, execute: Execute, table: str) -> list[str]: ...

    def describe(self, execute: Execute, table: str) -> list[Described]:
        """(name, type, "YES" or "NO" for NULL, "PRI" for the key, default) of each column."""

    def has_index(self, execute: Execute, table: str, name: str) -> bool: ...

    def add_index(
        self, execute: Execute, table: str, columns: Iterable[str], name: str, *, unique: bool
    ) -> None:
        """An index over quoted names, once."""

    def system_table(self, name: str, columns: tuple[str, ...]) -> str:
        """CREATE TABLE of a table that is no DocType; its texts are binary unless marked NOCASE."""

    def snapshot(self, execute: Execute, table: str) -> Snapshot: ...

    def apply(self, execute: Execute, steps: list[Step]) -> None: ...
