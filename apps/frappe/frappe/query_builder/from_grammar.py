"""Decides how the fields and filters grammar of lists becomes a pypika query that can be
extended.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pypika import Case, Order
from pypika.terms import Criterion, EmptyCriterion, Field, Function, NullValue, Star, Term
from ristretto import query
from ristretto.query import nodes
from ristretto.query.expressions import Star as AllRows

from frappe.query_builder import children
from frappe.query_builder.builder import DocType, FrappeQuery, FrappeQueryBuilder
from frappe.query_builder.functions import Folded
from frappe.query_builder.terms import BoundValue
from frappe.query_builder.trusted_filters import sorted_filters


def get_query(
    table: Any,
    fields: Any = None,
    filters: Any = None,
    order_by: str | None = None,
    group_by: str | None = None,
    limit: int | None = None,
    offset: int | None = None,
    distinct: bool = False,
    for_update: bool = False,
    update: bool = False,
    into: bool = False,
    delete: bool = False,
    *,
    validate_filters: bool = False,
    skip_locked: bool = False,
    wait: bool = True,
) -> FrappeQueryBuilder:
    """A query over a DocType. `fields`: pypika terms, texts of the grammar, {table field: [columns]}, or a mix;
    `filters`: those of `frappe.db`, pypika criteria, and `link.field` or `table.field` unless `validate_filters`.
    """
    doctype = table if isinstance(table, str) else str(table._table_name).removeprefix("tab")
    own = DocType(doctype)
    if into:
        return FrappeQuery.into(own)
    plain, criteria = sorted_filters(filters, dotted=not validate_filters)
    lookup = query.Values(doctype, plain)
    texts, terms, wanted = _sorted_out(doctype, fields)
    spec = lookup.spec(texts or "name", order_by, distinct=distinct, group_by=group_by)
    where = Criterion.all([_criterion(spec.where), *criteria])
    if update:
        return FrappeQuery.update(own).where(where)
    built = FrappeQuery.from_(own)
    for join in spec.joins:
        built = built.left_join(_source(join.doctype, join.alias)).on(_on(join))
    built = built.delete() if delete else built.select(*_selected(spec, texts, terms))
    built = built.where(where)
    if group_by:
        built = built.groupby(*[_term(each) for each in spec.group])
    for each, down in spec.order if order_by else ():
        built = built.orderby(_term(each), order=Order.desc if down else Order.asc)
    built = built.distinct() if distinct else built
    built = built.limit(limit) if limit else built
    built = built.offset(offset) if offset else built
    built._children = (doctype, wanted)
    return built.for_update(skip_locked=skip_locked, nowait=not wait) if for_update else built


def _sorted_out(doctype: str, fields: Any) -> tuple[list[str], list[Term], list[children.Wanted]]:
    listed = [fields] if isinstance(fields, str | Term | dict) else list(fields or [])
    nested = [each for each in listed if isinstance(each, dict)]
    return (
        [each for each in listed if isinstance(each, str)],
        [each for each in listed if isinstance(each, Term)],
        [each for entry in nested for each in children.wanted(doctype, entry)],
    )


def _selected(spec: Any, texts: list[str], terms: list[Term]) -> list[Any]:
    if terms and not texts:
        return terms
    named = []
    for key, term in spec.columns:
        built = _term(term)
        named.append(built if getattr(built, "name", None) == key else built.as_(key))
    return named + terms


def _source(doctype: str, alias: str) -> Any:
    table = DocType(doctype)
    return table if alias == f"tab{doctype}" else table.as_(alias)


def _term(term: Any) -> Any:
    if isinstance(term, nodes.Col):
        return Field(term.name, table=_source(term.doctype, term.alias))
    if isinstance(term, nodes.Fn):
        args = [_term(each) for each in term.args]
        if term.name in _SHAPES:
            return _SHAPES[term.name](*args)
        name = term.name.upper()
        return _Distinct(name, *args) if term.distinct else Function(name, *args)
    if isinstance(term, nodes.Lit):
        return NullValue() if term.value is None else BoundValue(term.value)
    return Star() if isinstance(term, AllRows) else term


def _case(*parts: Any) -> Case:
    found = Case()
    for condition, value in zip(parts[:-1:2], parts[1:-1:2], strict=True):
        found = found.when(condition, value)
    return found.else_(parts[-1])


_SHAPES: dict[str, Callable[..., Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a * 1.0 / b,
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "and": lambda a, b: a & b,
    "or": lambda a, b: a | b,
    "not": lambda a: a.negate(),
    "is null": lambda a: a.isnull(),
    "is not null": lambda a: a.isnotnull(),
    "case": _case,
}


class _Distinct(Function):
    """`COUNT(DISTINCT x)`."""

    def get_function_sql(self, **kwargs: Any) -> str:
        return str(super().get_function_sql(**kwargs)).replace("(", "(DISTINCT ", 1)


def _on(join: nodes.Join) -> Criterion:
    parts = [_term(left) == _term(right) for left, right in join.on]
    if not isinstance(join.where, nodes.Always):
        parts.append(_criterion(join.where))
    return Criterion.all(parts)


def _criterion(node: Any) -> Any:
    return _BUILDERS[type(node)](node)


_VERBS: dict[str, Callable[[Any, tuple[Any, ...]], Any]] = {
    "=": lambda col, v: col == v[0],
    "!=": lambda col, v: col != v[0],
    "<": lambda col, v: col < v[0],
    ">": lambda col, v: col > v[0],
    "<=": lambda col, v: col <= v[0],
    ">=": lambda col, v: col >= v[0],
    "in": lambda col, v: col.isin(list(v)),
    "not in": lambda col, v: col.notin(list(v)),
    "between": lambda col, v: col.between(v[0], v[1]),
    "null": lambda col, v: col.isnull(),
    "not null": lambda col, v: col.isnotnull(),
    "like": lambda col, v: _fold(col).like(_fold(v[0])),
    "not like": lambda col, v: _fold(col).not_like(_fold(v[0])),
}


def _fold(value: Any) -> Function:
    return Folded(value)


def _test(node: nodes.Test) -> Any:
    column = _term(node.column)
    found = _VERBS[node.op.removesuffix(" escape")](column, node.values)
    return (found | column.isnull()) if node.or_null else found


_BUILDERS: dict[type, Callable[[Any], Any]] = {
    nodes.Always: lambda node: EmptyCriterion(),
    nodes.Never: lambda node: BoundValue(1) == BoundValue(0),
    nodes.Test: _test,
    nodes.Same: lambda node: _VERBS[node.op](_term(node.left), (_term(node.right),)),
    nodes.Both: lambda node: Criterion.all([_criterion(part) for part in node.parts]),
    nodes.Either: lambda node: Criterion.any([_criterion(part) for part in node.parts]),
}
