"""Decides how pypika queries are made and run: MySQL's dialect, rows as from `frappe.db.sql`."""

from __future__ import annotations

from typing import Any

import pypika
from pypika import Order
from pypika.dialects import MySQLQuery, MySQLQueryBuilder
from pypika.queries import _SetOperation
from pypika.terms import Field, Function, PseudoColumn

from frappe.query_builder import children
from frappe.query_builder import terms as qb_terms
from frappe.query_builder.terms import BoundValue, CallableField, collector

Column = PseudoColumn


def walk(query: Any) -> tuple[str, dict[str, Any]]:
    """(SQL with `%(p1)s` placeholders, values)."""
    values: dict[str, Any] = {}
    token = collector.set(values)
    try:
        return query.get_sql(), values
    finally:
        collector.reset(token)


def run(query: Any, *args: Any, **kwargs: Any) -> Any:
    """Execute; further arguments and the result are those of `frappe.db.sql`."""
    import frappe

    sql, values = walk(query)
    return frappe.db.sql(_protect(sql) if values else sql, values or (), *args, **kwargs)


def _protect(sql: str) -> str:
    """A `%` that is no placeholder (modulo in arithmetic) must not be read as one."""
    parts = sql.split("%(")
    return "%(".join(part.replace("%", "%%") for part in parts)


class FrappeTable(pypika.Table):
    """A table whose column `field` can be named like any other."""

    @property
    def field(self) -> CallableField:  # type: ignore[override]
        return CallableField("field", table=self)


class FrappeQueryBuilder(MySQLQueryBuilder):
    """A query with `run` and `walk`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "wrapper_cls": BoundValue})
        # child rows that `qb.get_query` was asked for: (DocType, [(table field, columns)])
        self._children: tuple[str, list[children.Wanted]] = ("", [])

    def run(self, *args: Any, **kwargs: Any) -> Any:
        found = run(self, *args, **kwargs)
        children.add_rows(*self._children, found)
        return found

    def walk(self) -> tuple[str, dict[str, Any]]:
        return walk(self)


# unions are made inside pypika, which offers no class to pass in
_SetOperation.run = run
_SetOperation.walk = walk


def DocType(name: str, *args: Any, **kwargs: Any) -> FrappeTable:
    """The table of a DocType."""
    table = name if name.startswith("__") else f"tab{name}"
    return FrappeTable(table, *args, **kwargs)


def Table(name: str, *args: Any, **kwargs: Any) -> FrappeTable:
    """A table by its own name."""
    return FrappeTable(name, *args, **kwargs)


def _table(table: Any) -> Any:
    return DocType(table) if isinstance(table, str) else table


class FrappeQuery(MySQLQuery):
    """`frappe.qb`."""

    DocType = staticmethod(DocType)
    Table = staticmethod(Table)
    Field = Field
    Schema = pypika.Schema
    desc, asc = Order.desc, Order.asc
    terms = qb_terms

    @classmethod
    def _builder(cls, **kwargs: Any) -> FrappeQueryBuilder:
        return FrappeQueryBuilder(**kwargs)

    @classmethod
    def from_(cls, table: Any, *args: Any, **kwargs: Any) -> FrappeQueryBuilder:
        return super().from_(_table(table), *args, **kwargs)

    @classmethod
    def into(cls, table: Any, *args: Any, **kwargs: Any) -> FrappeQueryBuilder:
        return super().into(_table(table), *args, **kwargs)

    @classmethod
    def update(cls, table: Any, *args: Any, **kwargs: Any) -> FrappeQueryBuilder:
        return super().update(_table(table), *args, **kwargs)

    class engine:
        """`frappe.qb.engine.get_query`, the older name."""

        @staticmethod
        def get_query(*args: Any, **kwargs: Any) -> FrappeQueryBuilder:
            return FrappeQuery.get_query(*args, **kwargs)

    @staticmethod
    def functions(name: str, *args: Any, **kwargs: Any) -> Function:
        """Any SQL function by name."""
        return Function(name, *args, **kwargs)

    @staticmethod
    def get_query(*args: Any, **kwargs: Any) -> FrappeQueryBuilder:
        from frappe.query_builder.from_grammar import get_query

        return get_query(*args, **kwargs)

    @staticmethod
    def max(dt: str, fieldname: str, filters: Any = None, **kwargs: Any) -> Any:
        return _aggregate("max", dt, fieldname, filters)

    @staticmethod
    def min(dt: str, fieldname: str, filters: Any = None, **kwargs: Any) -> Any:
        return _aggregate("min", dt, fieldname, filters)

    @staticmethod
    def avg(dt: str, fieldname: str, filters: Any = None, **kwargs: Any) -> Any:
        return _aggregate("avg", dt, fieldname, filters)

    @staticmethod
    def sum(dt: str, fieldname: str, filters: Any = None, **kwargs: Any) -> Any:
        return _aggregate("sum", dt, fieldname, filters)

    @staticmethod
    def count(dt: str, fieldname: str = "name", filters: Any = None, **kwargs: Any) -> Any:
        return _aggregate("count", dt, fieldname, filters)


def _aggregate(function: str, doctype: str, fieldname: str, filters: Any) -> Any:
    """The value over all matching rows; 0 when there are none."""
    from ristretto import query

    return query.values(doctype, filters or {}, f"{function}(`{fieldname}`)", None)[0][0] or 0


qb = FrappeQuery
