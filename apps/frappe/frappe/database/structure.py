"""Decides how tables, columns and indexes are asked for and extended from app code."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from ristretto.context import AttrDict, current
from ristretto.context.translate import translate as _
from ristretto.db import metas, tables
from ristretto.db.dialects import speech
from ristretto.errors import InvalidColumnName, TableMissing
from ristretto.query.columns import column

_LENGTH = re.compile(r"\s*\([^)]*\)\s*")


class Structure:
    """Tables and indexes of `frappe.db`."""

    def table_exists(self, doctype: str, cached: bool = True) -> bool:
        return metas.table_exists(doctype if doctype.startswith("__") else f"tab{doctype}")

    has_table = table_exists

    def get_tables(self, cached: bool = True) -> list[str]:
        return speech().tables(current().db.execute)

    def get_table_columns(self, doctype: str) -> list[str]:
        """Column names as stored, also those no longer defined."""
        return self.get_db_table_columns(f"tab{doctype}")

    def get_db_table_columns(self, table: str) -> list[str]:
        found = tables.table_columns(table)
        if not found:
            raise TableMissing(_("There is no table {0}").format(table))
        return found

    def has_column(self, doctype: str, column: str) -> bool:
        return column in self.get_table_columns(doctype)

    def get_column_type(self, doctype: str, column: str) -> str | None:
        """The column's type in the database."""
        return next((each[1] for each in self.describe(doctype) if each[0] == column), None)

    def get_table_columns_description(self, table_name: str) -> list[AttrDict]:
        """name, type, default and whether it must be filled, of each column of a table."""
        described = speech().describe(current().db.execute, table_name)
        return [
            AttrDict(name=name, type=kind, default=default, not_nullable=int(null == "NO"))
            for name, kind, null, _key, default in described
        ]

    @staticmethod
    def clear_db_table_cache(query: str = "") -> None:
        """Nothing about tables is remembered beyond the definitions."""
        metas.clear()

    def field_exists(self, dt: str, fn: str) -> bool:
        return bool(metas.get_meta(dt).has_field(fn))

    def describe(self, doctype: str) -> tuple[tuple[Any, ...], ...]:
        """(name, type, nullable, key, default) of each column."""
        table = f"tab{metas.get_meta(doctype).name}"
        return tuple(speech().describe(current().db.execute, table))

    def has_index(self, table_name: str, index_name: str) -> bool:
        return speech().has_index(current().db.execute, table_name, index_name)

    @staticmethod
    def get_index_name(fields: Iterable[str]) -> str:
        return "_".join(_LENGTH.sub("", each) for each in fields) + "_index"

    def add_index(self, doctype: str, fields: list[str], index_name: str | None = None) -> None:
        """An index over the columns; prefix lengths (`text(100)`) are the database's own affair
        and dropped."""
        name = index_name or self.get_index_name(fields)
        self._make_index(doctype, fields, name, unique=False)

    def add_unique(self, doctype: str, fields: Any, constraint_name: str | None = None) -> None:
        columns = [fields] if isinstance(fields, str) else list(fields)
        name = constraint_name or f"unique_{'_'.join(columns)}"
        self._make_index(doctype, columns, name, unique=True)

    def _make_index(self, doctype: str, fields: Iterable[str], name: str, *, unique: bool) -> None:
        meta = metas.get_meta(doctype)
        columns = [column(meta, _LENGTH.sub("", each), doctype).name for each in fields]
        execute = current().db.execute
        speech().add_index(execute, f"tab{meta.name}", columns, name, unique=unique)

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
