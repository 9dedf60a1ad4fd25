"""Decides how tables, columns and indexes are asked for and extended from app code."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from ristretto.context import current
from ristretto.context.translate import translate as _
from ristretto.db import metas, tables
from ristretto.errors import InvalidColumnName, TableMissing
from ristretto.query.columns import column

_LENGTH = re.compile(r"\s*\([^)]*\)\s*")


class Structure:
    """Tables and indexes of `frappe.db`."""

    def table_exists(self, doctype: str, cached: bool = True) -> bool:
        return metas.table_exists(doctype if doctype.startswith("__") else f"tab{doctype}")

    has_table = table_exists

    def get_tables(self, cached: bool = True) -> list[str]:
        rows = current().db.execute(
            "select name from sqlite_master where type = 'table' order by name"
        )
        return [row[0] for row in rows]

    def get_table_columns(self, doctype: str) -> list[str]:
        """Column names as stored, also those no longer defined."""
        return self.get_db_table_columns(f"tab{doctype}")

    def get_db_table_columns(self, table: str) -> list[str]:
        found = tables.table_columns(table)
        if not found:
            raise TableMissing(_("There is no table {0}").format(table))
        return found

    def has_column(self, doctype: str, column_name: str) -> bool:
        return column_name in self.get_table_columns(doctype)

    def field_exists(self, dt: str, fn: str) -> bool:
        return bool(metas.get_meta(dt).has_field(fn))

    def describe(self, doctype: str) -> tuple[tuple[Any, ...], ...]:
        """(name, type, nullable, key, default) of each column."""
        rows = current().db.execute(f"pragma table_info(`tab{metas.get_meta(doctype).name}`)")
        return tuple(
            (r[1], r[2], "NO" if r[3] else "YES", "PRI" if r[5] else "", r[4]) for r in rows
        )

    def has_index(self, table_name: str, index_name: str) -> bool:
        return bool(
            current().db.execute(
                "select 1 from sqlite_master where type = 'index' and tbl_name = ? "
                "and name in (?, ?)",
                (table_name, index_name, _index(table_name, index_name)),
            )
        )

    @staticmethod
    def get_index_name(fields: Iterable[str]) -> str:
        return "_".join(_LENGTH.sub("", each) for each in fields) + "_index"

    def add_index(self, doctype: str, fields: list[str], index_name: str | None = None) -> None:
        """An index over the columns; prefix lengths (`text(100)`) have no meaning here and are
        dropped."""
        name = index_name or self.get_index_name(fields)
        self._make_index("create index if not exists", doctype, fields, name)

    def add_unique(self, doctype: str, fields: Any, constraint_name: str | None = None) -> None:
        columns = [fields] if isinstance(fields, str) else list(fields)
        name = constraint_name or f"unique_{'_'.join(columns)}"
        self._make_index("create unique index if not exists", doctype, columns, name)

    def _make_index(self, verb: str, doctype: str, fields: Iterable[str], name: str) -> None:
        meta = metas.get_meta(doctype)
        columns = [column(meta, _LENGTH.sub("", each), doctype).name for each in fields]
        quoted = ", ".join(f"`{each}`" for each in columns)
        table = f"tab{meta.name}"
        current().db.execute(f"{verb} `{_index(table, name)}` on `{table}` ({quoted})")

    def updatedb(self, doctype: str, meta: Any = None) -> None:
        """Bring the table to its definition."""
        tables.sync_table(meta or metas.get_meta(doctype))

    def rename_column(self, doctype: str, old_column_name: str, new_column_name: str) -> None:
        if not re.fullmatch(r"\w+", new_column_name):
            raise InvalidColumnName(_("{0} is not a column name").format(new_column_name))
        if not self.has_column(doctype, old_column_name):
            raise InvalidColumnName(_("{0} has no column {1}").format(doctype, old_column_name))
        current().db.execute(
            f"alter table `tab{doctype}` rename column `{old_column_name}` to `{new_column_name}`"
        )

    def rename_table(self, old_name: str, new_name: str) -> None:
        """Rename the table of a DocType."""
        old, new = (
            each if each.startswith(("tab", "__")) else f"tab{each}"
            for each in (old_name, new_name)
        )
        if old not in self.get_tables() or "`" in new:
            raise TableMissing(_("There is no table {0}").format(old))
        current().db.execute(f"alter table `{old}` rename to `{new}`")
        metas.clear()

    # defaults ---------------------------------------------------------------------------------

    def get_default(self, key: str, parent: str = "__default") -> Any:
        """First value of a default."""
        found = self.get_defaults(key, parent)
        return found[0] if isinstance(found, list) and found else found

    @staticmethod
    def set_default(
        key: str, val: Any, parent: str = "__default", parenttype: str | None = None
    ) -> None:
        from frappe import defaults

        defaults.set_default(key, val, parent, parenttype)

    @staticmethod
    def add_default(
        key: str, val: Any, parent: str = "__default", parenttype: str | None = None
    ) -> None:
        from frappe import defaults

        defaults.add_default(key, val, parent, parenttype)

    @staticmethod
    def get_defaults(key: str | None = None, parent: str = "__default") -> Any:
        from frappe import defaults

        found = defaults.get_defaults_for(parent)
        if not key:
            return found
        return found.get(key) if key in found else found.get(key.replace(" ", "_").lower())

    def set_global(self, key: str, val: Any, user: str = "__global") -> None:
        self.set_default(key, val, user)

    def get_global(self, key: str, user: str = "__global") -> Any:
        return self.get_default(key, user)


def _index(table: str, name: str) -> str:
    """SQLite's index names are one namespace for the whole file."""
    return f"{name}__{table}"
