"""Decides the SQL of a query: SQLAlchemy renders a shape once, later queries of that shape reuse
the text.

The database's dialect is chosen here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import mysql, sqlite
from sqlalchemy.sql.elements import ColumnElement

from ristretto.query.nodes import (
    Always,
    Both,
    Col,
    Either,
    Exists,
    Fn,
    Join,
    Lit,
    Never,
    Node,
    Raw,
    Same,
    Test,
    split,
)

DIALECTS = {
    "sqlite": sqlite.dialect(paramstyle="qmark"),
    "mariadb": mysql.dialect(paramstyle="qmark"),
}
_COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
}


@dataclass(frozen=True, slots=True)
class Spec:
    """A whole select, hashable once its values are split off."""

    doctype: str
    columns: tuple[tuple[str, Any], ...]
    where: Node
    joins: tuple[Join, ...] = ()
    group: tuple[Any, ...] = ()
    order: tuple[tuple[Any, bool], ...] = ()
    distinct: bool = False
    limit: int | None = None
    offset: int = 0


def to_sql(spec: Spec, dialect: str = "sqlite") -> tuple[str, list[Any]]:
    """(SQL with `?`, parameters)."""
    values: list[Any] = []
    joins = tuple(
        replace(join, where=split(join.where, values), within=split(join.within, values))
        for join in spec.joins
    )
    where = split(spec.where, values)
    if spec.limit is not None:
        values += [spec.limit, spec.offset]
    shape = replace(
        spec, joins=joins, where=where, limit=None if spec.limit is None else 0, offset=0
    )
    sql, names, fixed = _compiled(shape, dialect)
    return sql, [fixed[name] if name in fixed else values[int(name[1:])] for name in names]


@lru_cache(maxsize=2_000)
def _compiled(shape: Spec, dialect: str) -> tuple[str, tuple[str, ...], dict[str, Any]]:
    """SQL text, parameter names in order, and the values of those that belong to the shape."""
    renderer = Renderer(dialect)
    compiled = renderer.select(shape).compile(dialect=DIALECTS[dialect])
    names = tuple(compiled.positiontup or ())
    fixed = {name: value for name, value in compiled.params.items() if name not in renderer.bound}
    return str(compiled), names, fixed


class Renderer:
    """Renders one shape; parameters are named v0, v1, … in the order `split` collects them."""

    def __init__(self, dialect: str = "sqlite") -> None:
        self.dialect = dialect
        self.bound: set[str] = set()
        self.tables: dict[str, Any] = {}

    def value(self) -> ColumnElement[Any]:
        name = f"v{len(self.bound)}"
        self.bound.add(name)
        return sa.bindparam(name)

    def table(self, doctype: str, alias: str) -> Any:
        if alias not in self.tables:
            table = sa.table(f"tab{doctype}")
            self.tables[alias] = table if alias == f"tab{doctype}" else table.alias(alias)
        return self.tables[alias]

    # statement --------------------------------------------------------------------------------

    def select(self, shape: Spec) -> Any:
        source = self.table(shape.doctype, f"tab{shape.doctype}")
        for join in shape.joins:
            source = source.outerjoin(self.table(join.doctype, join.alias), self.on(join))
        statement = sa.select(*[self.term(term).label(key) for key, term in shape.columns])
        statement = statement.select_from(source)
        if not isinstance(shape.where, Always):
            statement = statement.where(self.node(shape.where))
        if shape.group:
            statement = statement.group_by(*[self.term(each) for each in shape.group])
        if shape.distinct:
            statement = statement.distinct()
        if shape.order:
            statement = statement.order_by(
                *[
                    self.term(term).desc() if down else self.term(term).asc()
                    for term, down in shape.order
                ]
            )
        if shape.limit is not None:
            statement = statement.limit(self.value()).offset(self.value())
        return statement

    def on(self, join: Join) -> Any:
        parts = [self.term(left) == self.term(right) for left, right in join.on]
        if not isinstance(join.where, Always):
            parts.append(self.node(join.where))
        if not isinstance(join.within, Always):
            parts.append(self.within(join))
        return sa.and_(*parts)

    def within(self, join: Join) -> Any:
        """The joined record is one that its own access condition gives."""
        inner = Renderer(self.dialect)
        inner.bound = self.bound
        table = inner.table(join.doctype, f"tab{join.doctype}")
        name = Col(f"tab{join.doctype}", join.doctype, "name")
        query = sa.select(inner.term(name)).select_from(table).where(inner.node(join.within))
        return self.term(Col(join.alias, join.doctype, "name")).in_(query.correlate(None))

    # expressions ------------------------------------------------------------------------------

    def term(self, term: Any) -> Any:
        if isinstance(term, Col):
            return sa.column(term.name, _selectable=self.table(term.doctype, term.alias))
        if isinstance(term, Fn):
            return self.call(term)
        if isinstance(term, Lit):
            return sa.null() if term.value is None else sa.literal(term.value)
        return sa.literal_column("*")

    def call(self, call: Fn) -> Any:
        args = [self.term(each) for each in call.args]
        if call.distinct:
            args = [sa.distinct(args[0]), *args[1:]]
        return getattr(sa.func, call.name)(*args)

    def node(self, node: Node) -> Any:
        return _RENDERERS[type(node)](self, node)

    def test(self, test: Test) -> Any:
        column = self.term(test.column)
        rendered = self._verb(column, test)
        return sa.or_(rendered, column.is_(None)) if test.or_null else rendered

    def _verb(self, column: Any, test: Test) -> Any:
        if test.op in ("null", "not null"):
            return column.is_(None) if test.op == "null" else column.is_not(None)
        values = [self.value() for _ in test.values]
        if test.op in _COMPARISONS:
            return _COMPARISONS[test.op](column, values[0])
        if test.op == "between":
            return column.between(*values)
        if test.op.endswith(" json"):
            found = column.in_(self.listed(values[0]))
            return sa.not_(found) if test.op.startswith("not") else found
        if test.op in ("in", "not in"):
            return column.in_(values) if test.op == "in" else column.not_in(values)
        return self._like(column, test.op, values[0])

    def listed(self, values: Any) -> Any:
        """The members of a JSON list as rows."""
        if self.dialect == "sqlite":
            each = sa.func.json_each(values).table_valued("value")
        else:
            columns = "'$[*]' COLUMNS (value VARCHAR(255) PATH '$')"
            text = f"SELECT value FROM JSON_TABLE(:{values.key}, {columns}) AS listed"
            return sa.text(text).bindparams(values)
        return sa.select(each.c.value)

    def _like(self, column: Any, op: str, pattern: Any) -> Any:
        escape = "\\" if op.endswith("escape") else None
        if self.dialect == "sqlite":  # MariaDB's collation ignores case and accents by itself
            column, pattern = sa.func.fold(column), sa.func.fold(pattern)
        found = column.like(pattern, escape=escape)
        return sa.not_(found) if op.startswith("not") else found

    def raw(self, node: Raw) -> Any:
        """Beside joins, in a select of its own: a bare column name must not become ambiguous."""
        condition: Any = sa.literal_column(f"({node.sql})")
        if len(self.tables) == 1:
            return condition
        own = sa.table(f"tab{node.doctype}", sa.column("name"))
        outer = self.term(Col(f"tab{node.doctype}", node.doctype, "name"))
        return outer.in_(sa.select(own.c.name).where(condition).correlate(None))

    def exists(self, node: Exists) -> Any:
        table = self.table(node.doctype, node.alias)
        parts = [self.term(left) == self.term(right) for left, right in node.on]
        query: Any = sa.select(sa.literal_column("1")).select_from(table)
        query = query.where(*parts, self.node(node.where)).correlate_except(table)
        return sa.not_(query.exists()) if node.negate else query.exists()


_RENDERERS: dict[type, Callable[[Renderer, Any], Any]] = {
    Always: lambda r, node: sa.literal_column("1") == sa.literal_column("1"),
    Never: lambda r, node: sa.literal_column("1") == sa.literal_column("0"),
    Test: Renderer.test,
    Same: lambda r, node: _COMPARISONS[node.op](r.term(node.left), r.term(node.right)),
    Raw: Renderer.raw,
    Both: lambda r, node: sa.and_(*[r.node(part) for part in node.parts]),
    Either: lambda r, node: sa.or_(*[r.node(part) for part in node.parts]),
    Exists: Renderer.exists,
}
