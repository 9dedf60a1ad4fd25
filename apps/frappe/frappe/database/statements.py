"""Decides how SQL text is run and in which shape the rows come back."""

from __future__ import annotations

import sys
from typing import Any

from ristretto.context import AttrDict, current
from ristretto.db.dialects import speech
from ristretto.db.statements import is_read
from ristretto.errors import ValidationError


class Statements:
    """SQL text, written in MySQL's dialect with `%s` or `%(name)s`."""

    def sql(
        self,
        query: Any,
        values: Any = (),
        as_dict: Any = 0,
        as_list: Any = 0,
        debug: Any = 0,
        ignore_ddl: Any = 0,
        auto_commit: Any = 0,
        update: dict[str, Any] | None = None,
        explain: bool = False,
        run: bool = True,
        pluck: bool = False,
        as_iterator: bool = False,
    ) -> Any:
        """Rows as tuple of tuples, lists, AttrDicts or first values; `run=False` answers the
        SQL.
        """
        text = str(query).strip()
        if not run:
            return text
        if debug or explain:
            self._tell(text, values, explain=explain)
        if auto_commit:
            current().db.commit()
        columns, rows = current().db.frappe_sql(text, () if values is None else values)
        out = _shaped(columns, rows, as_dict=as_dict, as_list=as_list, pluck=pluck, update=update)
        return iter(out) if as_iterator else out

    def _tell(self, text: str, values: Any, *, explain: bool) -> None:
        """The statement, and how it would run, on the console: never in an answer."""
        lines = [self.mogrify(text, () if values is None else values)]
        if explain and is_read(text):
            _, plan = current().db.frappe_sql(f"explain {text}", () if values is None else values)
            lines += [" ".join(map(str, row)) for row in plan]
        sys.stderr.write("\n".join(lines) + "\n")

    def sql_list(
        self, query: Any, values: Any = (), debug: bool = False, **kwargs: Any
    ) -> list[Any]:
        """First column of all rows."""
        return [row[0] for row in self.sql(query, values, **kwargs)]

    def sql_ddl(self, query: str, debug: bool = False) -> None:
        """A statement that changes tables; what came before is committed first, as on MariaDB."""
        current().db.commit()
        self.sql(query)

    def multisql(self, sql_dict: dict[str, Any], values: Any = (), **kwargs: Any) -> Any:
        """The statement meant for this database: its own, MariaDB's, or the one for all."""
        for key in (current().db.dialect, "mariadb", "*"):
            if key in sql_dict:
                chosen = sql_dict[key]
                return chosen() if callable(chosen) else self.sql(chosen, values, **kwargs)
        raise ValidationError("multisql: no statement for MariaDB's dialect was given")

    def mogrify(self, query: Any, values: Any = ()) -> str:
        """The statement with its values written in; for logs, never for running."""
        return speech().fill(str(query), values)

    @staticmethod
    def escape(s: Any, percent: bool = True) -> str:
        """A quoted literal of MySQL's dialect; `%` is doubled unless `percent` is off."""
        text = s.decode() if isinstance(s, bytes) else str(s)
        text = text.replace("\\", "\\\\").replace("'", "\\'")
        return "'" + (text.replace("%", "%%") if percent else text) + "'"


def _shaped(
    columns: list[str],
    rows: list[Any],
    *,
    as_dict: Any,
    as_list: Any,
    pluck: bool,
    update: dict[str, Any] | None,
) -> Any:
    if pluck:
        return [row[0] for row in rows]
    if as_dict:
        return [AttrDict(zip(columns, row, strict=True)).update(update or {}) for row in rows]
    return [list(row) for row in rows] if as_list else tuple(rows)
