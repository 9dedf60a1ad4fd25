"""Decides what filters mean for one DocType: their columns are found, their operators applied."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pypika.terms import Field as QbField

from ristretto.context.translate import translate as _
from ristretto.db.metas import get_meta
from ristretto.errors import DataError, ValidationError
from ristretto.query import custom_filters, operators
from ristretto.query.columns import is_missing_optional
from ristretto.query.expressions import Name
from ristretto.query.filters import Filter, parse_filters
from ristretto.query.nodes import FLOAT, INT, Always, Col, Node, Same, Test, both, either
from ristretto.query.operators.ask import Ask
from ristretto.query.scope import Scope

_COMPARISONS = ("=", "!=", "<", ">", "<=", ">=")


def filter_node(
    scope: Scope,
    filters: Any,
    or_filters: Any = None,
    *,
    plain: bool = False,
    counts_null: bool = True,
) -> Node:
    """All `filters`, and any of `or_filters`. Without `counts_null` NULL passes no comparison."""
    wanted = [_one(scope, each, plain) for each in parse_filters(filters)]
    choices = [_one(scope, each, plain) for each in parse_filters(or_filters, "Or Filter")]
    if not counts_null:
        wanted, choices = (
            [_strictly(each) for each in wanted],
            [_strictly(each) for each in choices],
        )
    return both([*wanted, either(choices)] if choices else wanted)


def _strictly(node: Node) -> Node:
    return replace(node, or_null=False) if isinstance(node, Test) and node.values else node


def _one(scope: Scope, item: Filter, plain: bool) -> Node:
    found = _column(scope, item, plain)
    if found is None:
        return Always()
    column, meta = found
    scope.demand_searchable(meta, column.name, item.place)
    if item.op not in operators.OPERATORS:
        item = custom_filters.replaced(item)
    if isinstance(item.value, QbField):
        return _columns_compared(scope, column, item)
    op, value = _counting_null(item, column, plain) if item.or_empty else (item.op, item.value)
    ask = Ask(column, op, value, item.place, plain, _target(meta, column.name))
    return operators.condition(ask)


def _counting_null(item: Filter, column: Any, plain: bool) -> tuple[str, Any]:
    """`ifnull(field, '')` says what a list does anyway; a date compared with '' asks for none."""
    if plain:
        text = _("{0}: ifnull cannot be used here. Write [field, 'is', 'not set']")
        raise ValidationError(text.format(item.place))
    if item.value == "" and item.op in ("=", "!=") and column.kind not in (INT, FLOAT):
        return "is", "not set" if item.op == "=" else "set"
    return item.op, item.value


def _columns_compared(scope: Scope, column: Col, item: Filter) -> Node:
    if item.op not in _COMPARISONS:
        raise ValidationError(
            _("{0}: columns can be compared with {1} only").format(
                item.place, ", ".join(_COMPARISONS)
            )
        )
    other = scope.own(str(item.value.name), item.place)
    return Same(column, item.op, other)


def _column(scope: Scope, item: Filter, plain: bool) -> tuple[Col, Any] | None:
    """The column and the DocType it belongs to; None for an optional column that is not kept."""
    main = scope.meta
    if "." in item.field:  # only a caller that is trusted with joins makes such a filter
        return scope.resolve(Name(*item.field.split(".")), item.place)
    if item.doctype and item.doctype != main.name:
        return _other(scope, item), get_meta(item.doctype)
    if is_missing_optional(main, item.field):
        return None
    if not item.doctype and not plain and item.field not in main.columns_set:
        child = next(
            (
                each.options
                for each in main.table_fields
                if get_meta(each.options).has_field(item.field)
            ),
            None,
        )
        if child and item.field not in [field.fieldname for field in main.table_fields]:
            return scope.child(child, item.field, item.place), get_meta(child)
    return scope.own(item.field, item.place), main


def _other(scope: Scope, item: Filter) -> Col:
    get_meta(item.doctype)
    if not any(field.options == item.doctype for field in scope.meta.table_fields):
        text = _("{0}: {1} is not a child table of {2}")
        raise DataError(text.format(item.place, _(item.doctype), _(scope.meta.name)))
    return scope.child(item.doctype, item.field, item.place)


def _target(meta: Any, name: str) -> str:
    """DocType whose records the column names."""
    if name == "name":
        return str(meta.name)
    field = meta.field(name)
    return str(field.options) if field and field.fieldtype == "Link" and field.options else ""
