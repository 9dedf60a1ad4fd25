"""Decides the few forms of a query that SQLAlchemy leaves to us, per dialect: searching, lists, constants."""

from __future__ import annotations

from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.dialects import mysql, sqlite
from sqlalchemy.sql.elements import UnaryExpression
from sqlalchemy.sql.operators import custom_op

from ristretto.query.nodes import FLOAT, INT, Fn

_NUMBERS = (INT, FLOAT)
# written out: a constant that is bound would be one more value of every statement
_LITERALS: dict[str, Any] = {letter: sa.literal_column(f"'{letter}'") for letter in "đdĐD"}


# MariaDB takes an empty escape for the backslash; nobody types this one
NO_ESCAPE = "\x02"


class Forms(Protocol):
    engine: Any

    def literal(self, value: Any) -> Any:
        """A constant written in the query text."""

    def call(self, call: Fn, args: list[Any]) -> Any:
        """A whitelisted function."""

    def same(self, columns: tuple[Any, Any], kinds: tuple[str, str]) -> tuple[Any, Any]:
        """Two columns as they are compared: a text with a number as texts."""

    def listed(self, values: Any) -> Any:
        """The members of a JSON list as rows."""

    def like(self, column: Any, pattern: Any, *, escaped: bool) -> Any:
        """`column like pattern`, blind to case and accents; a backslash escapes only when `escaped`."""

    def sort_key(self, column: Any) -> Any:
        """A column of words in the order of a dictionary."""

    def unindexed(self, term: Any) -> Any:
        """The same value, for which no index is used."""


class SqliteForms:
    engine = sqlite.dialect(paramstyle="qmark")

    def sort_key(self, column: Any) -> Any:
        return sa.func.sort_key(column).collate("NOCASE")

    def unindexed(self, term: Any) -> Any:
        return UnaryExpression(term, operator=custom_op("+"))

    def literal(self, value: Any) -> Any:
        return sa.literal(value)

    def call(self, call: Fn, args: list[Any]) -> Any:
        return getattr(sa.func, call.name)(*args)

    def same(self, columns: tuple[Any, Any], kinds: tuple[str, str]) -> tuple[Any, Any]:
        return columns

    def listed(self, values: Any) -> Any:
        each = sa.func.json_each(values).table_valued("value")
        return sa.select(each.c.value)

    def like(self, column: Any, pattern: Any, *, escaped: bool) -> Any:
        return sa.func.fold(column).like(sa.func.fold(pattern), escape="\\" if escaped else None)


class MariaForms:
    engine = mysql.dialect(paramstyle="qmark")

    def sort_key(self, column: Any) -> Any:
        return column  # the collation of the table knows

    def unindexed(self, term: Any) -> Any:
        return term  # its planner knows what an index costs

    def literal(self, value: Any) -> Any:
        """Numbers stay numbers: a value in the place of a `?` is a text there."""
        return sa.literal_column(str(value)) if _is_number(value) else sa.literal(value)

    def call(self, call: Fn, args: list[Any]) -> Any:
        if call.name == "timestampdiff":  # its unit is a word of the language
            args = [sa.literal_column(str(call.args[0].value)), *args[1:]]
        return getattr(sa.func, call.name)(*args)

    def same(self, columns: tuple[Any, Any], kinds: tuple[str, str]) -> tuple[Any, Any]:
        left, right = columns
        if (kinds[0] in _NUMBERS) == (kinds[1] in _NUMBERS):
            return columns
        return (_as_text(left), right) if kinds[0] in _NUMBERS else (left, _as_text(right))

    def listed(self, values: Any) -> Any:
        columns = "'$[*]' COLUMNS (value VARCHAR(255) PATH '$')"
        text = f"SELECT value FROM JSON_TABLE(:{values.key}, {columns}) AS listed"
        return sa.text(text).bindparams(values)

    def like(self, column: Any, pattern: Any, *, escaped: bool) -> Any:
        """The collation ignores case and accents; đ is a letter of its own to it, and to people it is not."""
        return _plain_d(column).like(_plain_d(pattern), escape="\\" if escaped else NO_ESCAPE)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _as_text(column: Any) -> Any:
    return sa.cast(column, mysql.CHAR)


def _plain_d(expression: Any) -> Any:
    small = sa.func.replace(expression, _LITERALS["đ"], _LITERALS["d"])
    return sa.func.replace(small, _LITERALS["Đ"], _LITERALS["D"])


FORMS: dict[str, Forms] = {"sqlite": SqliteForms(), "mariadb": MariaForms()}
DIALECTS = {name: forms.engine for name, forms in FORMS.items()}
