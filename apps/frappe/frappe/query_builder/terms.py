"""Decides how constants and a few special terms render: constants become parameters while a query
runs."""

from __future__ import annotations

import datetime as dt
from contextvars import ContextVar
from decimal import Decimal
from enum import Enum
from typing import Any

import pypika.terms
from pypika.queries import QueryBuilder
from pypika.terms import Criterion, Field, Term, ValueWrapper
from pypika.utils import format_alias_sql
from ristretto.db.types import time_text

collector: ContextVar[dict[str, Any] | None] = ContextVar("qb_values", default=None)


class BoundValue(ValueWrapper):
    """A constant: a named parameter while a query runs, an escaped literal of MySQL's dialect
    otherwise."""

    def get_sql(self, quote_char: str | None = None, **kwargs: Any) -> str:
        value = self.value.value if isinstance(self.value, Enum) else self.value
        if isinstance(value, Term):
            sql = str(value.get_sql(quote_char=quote_char, **kwargs))
        elif value is None:
            sql = "null"
        elif isinstance(value, bool):
            sql = str(int(value))
        elif isinstance(value, int | float | Decimal):
            sql = str(value)
        else:
            sql = _bind(value)
        return str(format_alias_sql(sql, self.alias, quote_char=quote_char, **kwargs))


def _bind(value: Any) -> str:
    values = collector.get()
    if values is None:
        text = time_text(value) if isinstance(value, dt.timedelta) else str(value)
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
    key = f"p{len(values) + 1}"
    values[key] = value
    return f"%({key})s"


# Constants are made inside pypika (`field == "x"`), which has no other place to say of which class.
# Unpatched, a backslash in a value ends the literal early: an injection in MySQL's dialect.
pypika.terms.ValueWrapper = BoundValue


class CallableField(Field):
    """The column `field` of a table, which is also the method `table.field("name")`."""

    def __call__(self, name: str) -> Field:
        return Field(name, table=self.table)


class Interval(pypika.terms.Interval):
    """`INTERVAL n UNIT` as MySQL writes it."""

    def get_sql(self, **kwargs: Any) -> str:
        for unit in ("years", "quarters", "months", "weeks", "days", "hours", "minutes", "seconds"):
            amount = getattr(self, unit, None)
            if amount:
                sign = "-" if self.is_negative else ""
                return f"INTERVAL {sign}{int(amount)} {unit.removesuffix('s').upper()}"
        return "INTERVAL 0 DAY"


class SubQuery(Criterion):
    """A whole query as a term of `where`."""

    def __init__(self, subq: QueryBuilder, alias: str | None = None) -> None:
        super().__init__(alias)
        self.subq = subq

    def get_sql(self, **kwargs: Any) -> str:
        kwargs["subquery"] = True
        return str(self.subq.get_sql(**kwargs))


subqry = SubQuery
