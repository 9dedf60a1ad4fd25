"""Decides the SQL of a query: SQLAlchemy renders a shape once, later queries of that shape reuse
the text.

The database's dialect is chosen here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from ristretto.query.forms import DIALECTS, FORMS
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
    Spoken,
    Test,
    split,
)

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
    # stands for columns, group, order and distinct where those are kept (query/asked.py)
    asked: Any = None


@dataclass(frozen=True, slots=True)
class Shape:
    """A select without values; `key` is what tells two of them apart."""

    key: Any
    spec: Spec = field(compare=False)


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
    limit = None if spec.limit is None else 0
    shape = Spec(
        spec.doctype, spec.columns, where, joins, spec.group, spec.order, spec.distinct, limit
    )
    key: Any = shape
    if spec.asked is not None:
        key = (spec.asked, where, joins, spec.limit is None)
    sql, names, fixed = _compiled(Shape(key, shape), dialect)
    return sql, [fixed[name] if name in fixed else values[int(name[1:])] for name in names]


@lru_cache(maxsize=2_000)
def _compiled(shape: Shape, dialect: str) -> tuple[str, tuple[str, ...], dict[str, Any]]:
    """SQL text, parameter names in order, and the values of those that belong to the shape."""
    renderer = Renderer(dialect)
    compiled = renderer.select(shape.spec).compile(dialect=DIALECTS[dialect])
    names = tuple(compiled.positiontup or ())
    fixed = {name: value for name, value in compiled.params.items() if name not in renderer.bound}
    return str(compiled), names, fixed


class Renderer:
    """Renders one shape; parameters are named v0, v1, … in the order `split` collects them."""

    def __init__(self, dialect: str = "sqlite") -> None:
        self.dialect = dialect
        self.forms = FORMS[dialect]
        self.bound: set[str] = set()
        self.tables: dict[str, Any] = {}
        self.main = ""

    def value(self) -> sa.BindParameter[Any]:
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
        self.main = f"tab{shape.doctype}"
        source = self.table(shape.doctype, self.main)
        for join in shape.joins:
            joined = self.table(join.doctype, join.alias)
            source = source.join(joined, self.on(join), isouter=not join.inner)
        statement = sa.select(*[self.term(term).label(key) for key, term in shape.columns])
        statement = statement.select_from(source)
        if not isinstance(shape.where, Always):
            statement = statement.where(self.node(shape.where))
        if shape.group:
            statement = statement.group_by(*self.groups(shape))
        if shape.distinct:
            statement = statement.distinct()
        if shape.order:
            statement = statement.order_by(*[self.sort(*each) for each in shape.order])
        if shape.limit is not None:
            statement = statement.limit(self.value()).offset(self.value())
        return statement

    def groups(self, shape: Spec) -> list[Any]:
        """An index that holds all that is asked gives the groups at once; any other would only make the
        database look up every row in the index's order, which costs more than sorting."""
        terms = [self.term(each) for each in shape.group]
        if isinstance(shape.where, Always) and len(terms) == 1 and not shape.joins:
            asked = (term for _key, term in shape.columns)
            if all(term == shape.group[0] or self._counts_rows(term) for term in asked):
                return terms
        pairs = zip(shape.group, terms, strict=True)
        return [self.forms.unindexed(term) if isinstance(g, Col) else term for g, term in pairs]

    def _counts_rows(self, term: Any) -> bool:
        return isinstance(term, Fn) and self.counts_rows(term)

    def sort(self, term: Any, down: bool) -> Any:
        """One term of the order."""
        spoken = isinstance(term, Spoken)
        key = self.forms.sort_key(self.term(term.column)) if spoken else self.term(term)
        return key.desc() if down else key.asc()

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
            return sa.null() if term.value is None else self.forms.literal(term.value)
        return sa.literal_column("*")

    def call(self, call: Fn) -> Any:
        if self.counts_rows(call):
            return sa.func.count()
        args = [self.term(each) for each in call.args]
        if call.name in _SHAPES:
            return _SHAPES[call.name](*args)
        if call.name == "length" and self.dialect == "sqlite":  # bytes, as MySQL counts them
            args = [sa.cast(args[0], sa.LargeBinary)]
        if call.distinct:
            args = [sa.distinct(args[0]), *args[1:]]
        return self.forms.call(call, args)

    def counts_rows(self, call: Fn) -> bool:
        """`count(name)` of the table itself: a name is never NULL, and an index is enough to count."""
        column = call.args[0] if call.name == "count" and len(call.args) == 1 else None
        if call.distinct or not isinstance(column, Col) or column.name != "name":
            return False
        return column.alias == f"tab{column.doctype}" == self.main

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
            found = column.in_(self.forms.listed(values[0]))
            return sa.not_(found) if test.op.startswith("not") else found
        if test.op in ("in", "not in"):
            return column.in_(values) if test.op == "in" else column.not_in(values)
        found = self.forms.like(column, values[0], escaped=test.op.endswith("escape"))
        return sa.not_(found) if test.op.startswith("not") else found

    def same(self, node: Same) -> Any:
        columns = (self.term(node.left), self.term(node.right))
        return _COMPARISONS[node.op](*self.forms.same(columns, (node.left.kind, node.right.kind)))

    def raw(self, node: Raw) -> Any:
        """Beside joins, in a select of its own: a bare column name must not become ambiguous."""
        condition: Any = self.raw_text(node)
        if len(self.tables) == 1:
            return condition
        own = sa.table(f"tab{node.doctype}", sa.column("name"))
        outer = self.term(Col(f"tab{node.doctype}", node.doctype, "name"))
        return outer.in_(sa.select(own.c.name).where(condition).correlate(None))

    def raw_text(self, node: Raw) -> Any:
        if not node.values:
            return sa.literal_column(f"({node.sql})")
        pieces = [piece.replace(":", "\\:") for piece in node.sql.split("?")]
        binds = [self.value() for _ in node.values]
        names = [f":{bind.key}" for bind in binds] + [""]
        text = "".join(piece + name for piece, name in zip(pieces, names, strict=True))
        return sa.text(f"({text})").bindparams(*binds)

    def exists(self, node: Exists) -> Any:
        table = self.table(node.doctype, node.alias)
        parts = [self.term(left) == self.term(right) for left, right in node.on]
        query: Any = sa.select(sa.literal_column("1")).select_from(table)
        query = query.where(*parts, self.node(node.where)).correlate_except(table)
        return sa.not_(query.exists()) if node.negate else query.exists()


def _case(*parts: Any) -> Any:
    pairs = list(zip(parts[:-1:2], parts[1:-1:2], strict=True))
    return sa.case(*pairs, else_=parts[-1])


# what is written otherwise than `name(arguments)`; a division is one of decimals, as on MySQL
_SHAPES: dict[str, Callable[..., Any]] = {
    **_COMPARISONS,
    "+": lambda a, b: a.op("+")(b),
    "-": lambda a, b: a.op("-")(b),
    "*": lambda a, b: a.op("*")(b),
    "/": lambda a, b: a.op("*")(sa.literal(1.0)).op("/")(b),
    "case": _case,
    "and": sa.and_,
    "or": sa.or_,
    "not": sa.not_,
    "is null": lambda a: a.is_(None),
    "is not null": lambda a: a.is_not(None),
}


_RENDERERS: dict[type, Callable[[Renderer, Any], Any]] = {
    Always: lambda r, node: sa.literal_column("1") == sa.literal_column("1"),
    Never: lambda r, node: sa.literal_column("1") == sa.literal_column("0"),
    Test: Renderer.test,
    Same: Renderer.same,
    Raw: Renderer.raw,
    Both: lambda r, node: sa.and_(*[r.node(part) for part in node.parts]),
    Either: lambda r, node: sa.or_(*[r.node(part) for part in node.parts]),
    Exists: Renderer.exists,
}
