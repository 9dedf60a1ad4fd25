"""Decides how `frappe.db` looks up values: plain SQL semantics, no rights, newest first.

Filters are those of the list grammar with other NULL rules: a
name, a list of
names, a dict or a list of conditions.
"""

from __future__ import annotations

from typing import Any

from ristretto.context import current
from ristretto.context.translate import translate as _
from ristretto.errors import ValidationError
from ristretto.query import order as ordering
from ristretto.query.asked import Asked, Words, asked_for
from ristretto.query.build import Spec, to_sql
from ristretto.query.conditions import filter_node
from ristretto.query.nodes import Fn, Node, Test
from ristretto.query.results import convert
from ristretto.query.scope import Scope


class Values:
    """One lookup over a DocType's table, ready to be run in several shapes."""

    def __init__(self, doctype: str, filters: Any = None) -> None:
        # unrestricted: frappe.db is the trusted engine, callers check rights themselves
        self.scope = Scope(doctype, unrestricted=True)
        if self.scope.meta.issingle:
            raise ValidationError(
                _("{0} has one record only; read its single values").format(_(doctype))
            )
        self.where = self._where(filters)

    def _where(self, filters: Any) -> Node:
        if isinstance(filters, str | int) and not isinstance(filters, bool):
            return Test(self.scope.own("name", "name"), "=", (str(filters),))
        if _is_names(filters):
            return Test(self.scope.own("name", "name"), "in", tuple(str(each) for each in filters))
        return filter_node(self.scope, filters, plain=True)

    def select(
        self,
        fields: Any = "name",
        order_by: str | None = ordering.DEFAULT,
        *,
        distinct: bool = False,
        limit: int | None = None,
        offset: int = 0,
        group_by: str | None = None,
    ) -> tuple[list[str], list[tuple[Any, ...]]]:
        """(keys, rows)."""
        asked, spec = self._asked(fields, order_by, distinct, limit, offset, group_by)
        rows = current().db.execute(*to_sql(spec, current().db.dialect))
        return list(asked.keys), convert(rows, asked.converters)

    def spec(
        self,
        fields: Any = "name",
        order_by: str | None = ordering.DEFAULT,
        *,
        distinct: bool = False,
        limit: int | None = None,
        offset: int = 0,
        group_by: str | None = None,
    ) -> Spec:
        """The select as data; `to_sql` renders it."""
        return self._asked(fields, order_by, distinct, limit, offset, group_by)[1]

    def _asked(
        self,
        fields: Any,
        order_by: str | None,
        distinct: bool,
        limit: int | None,
        offset: int,
        group_by: str | None,
    ) -> tuple[Asked, Spec]:
        words = Words(fields, group_by, order_by, distinct, plain=True)
        asked, where = asked_for(self.scope, words, lambda: self.where)
        spec = Spec(
            self.scope.meta.name,
            asked.columns,
            where,
            tuple(self.scope.joins.values()),
            asked.group,
            asked.order,
            asked.distinct,
            limit,
            offset,
            asked,
        )
        return asked, spec

    def count(self, *, distinct: bool = False) -> int:
        """Joined rows, as on stock (Q-DB: a child filter counts child rows); distinct names on
        request."""
        total = Fn("count", (self.scope.own("name", "name"),), distinct=distinct)
        spec = Spec(
            self.scope.meta.name, (("n", total),), self.where, tuple(self.scope.joins.values())
        )
        return int(current().db.execute(*to_sql(spec, current().db.dialect))[0][0])

    def names(self, limit: int | None = None) -> list[Any]:
        return [row[0] for row in self.select("name", None, limit=limit)[1]]


def values(
    doctype: str,
    filters: Any = None,
    fields: Any = "name",
    order_by: str | None = ordering.DEFAULT,
    **options: Any,
) -> list[tuple[Any, ...]]:
    """Rows of `Values(doctype, filters).select(...)`."""
    return Values(doctype, filters).select(fields, order_by, **options)[1]


def _is_names(filters: Any) -> bool:
    """A bare list of names, not of conditions."""
    return (
        isinstance(filters, list | tuple | set)
        and bool(filters)
        and all(isinstance(each, str | int) for each in filters)
    )
