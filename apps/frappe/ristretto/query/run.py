"""Decides how a list is asked for: fields, filters, order and paging, under the user's rights.

`get_list` is the one engine behind `frappe.get_list`, `frappe.get_all` (rights off) and the list
endpoints;
`count` counts what the same list would show.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from ristretto import access
from ristretto.context import current
from ristretto.context.translate import translate as _
from ristretto.db.metas import get_meta
from ristretto.errors import DataError, PermissionError, ValidationError
from ristretto.query import fields as field_list
from ristretto.query import order as ordering
from ristretto.query import virtual
from ristretto.query.access_nodes import access_node
from ristretto.query.asked import Asked, Words, asked_for
from ristretto.query.build import Spec, to_sql
from ristretto.query.conditions import filter_node
from ristretto.query.nodes import Fn, Node, both
from ristretto.query.results import as_dicts, convert
from ristretto.query.scope import Scope
from ristretto.query.written import written


def get_list(
    doctype: str,
    fields: Any = None,
    filters: Any = None,
    or_filters: Any = None,
    group_by: str | None = None,
    order_by: str | None = ordering.DEFAULT,
    limit_start: Any = None,
    limit_page_length: Any = None,
    as_list: bool = False,
    pluck: str | None = None,
    distinct: bool = False,
    ignore_permissions: bool = False,
    user: str | None = None,
    parent_doctype: str | None = None,
    reference_doctype: str | None = None,
    with_comment_count: bool = False,
    with_childnames: bool = False,
    update: Mapping[str, Any] | None = None,
    ignore_ifnull: bool = False,
    join: str = "left join",
    run: bool = True,
    **more: Any,
) -> Any:
    """Rows as AttrDicts, or tuples (`as_list`), or the values of one field (`pluck`).

    `limit`/`page_length` and `start` are accepted for `limit_page_length` and `limit_start`.
    Without a limit
    all rows come and `limit_start` is ignored. `update` is laid over each dict; `with_childnames`
    adds the name of each row that child fields are taken from; `join="inner join"` leaves out documents without
    such rows; `ignore_ifnull` leaves NULL to SQL in filters; `run=False` answers the SQL.
    """
    _demand_known(more)
    limit_page_length = _first(more.get("limit"), more.get("page_length"), limit_page_length)
    limit_start = _first(limit_start, more.get("start"))
    fields, filters = _unswapped(fields, filters)
    if pluck and not fields:
        fields = [pluck]
    meta = get_meta(doctype)
    if meta.is_virtual:
        _scope(doctype, user, ignore_permissions, parent_doctype)  # who may not read is refused
        asked_of = {
            "fields": fields,
            "filters": filters,
            "or_filters": or_filters,
            "order_by": order_by,
            "limit_start": limit_start,
            "limit_page_length": limit_page_length,
        }
        return virtual.shaped(virtual.rows(doctype, meta.module, asked_of), as_list, pluck)
    if with_childnames:
        fields = field_list.with_child_names(get_meta(doctype), fields)
    wanted = Wanted(
        Words(fields, group_by, order_by, distinct, keep_hidden=as_list or bool(pluck)),
        filters,
        or_filters,
        _number(limit_page_length, "limit"),
        _number(limit_start, "limit_start"),
        not ignore_ifnull,
    )
    scope = _scope(doctype, user, ignore_permissions, parent_doctype)
    scope.inner = join.strip().lower().startswith("inner")
    asked, spec = _spec(
        scope, wanted, visible(scope, ignore_permissions, parent_doctype, reference_doctype)
    )
    sql, params = to_sql(spec, current().db.dialect)
    if not run:
        return written(sql, params)
    if pluck and fields != [pluck] and pluck not in asked.keys:
        raise DataError(_("{0} is not among the fields of this list").format(pluck))
    rows = convert(current().db.execute(sql, params), asked.converters)
    return _shaped(asked.keys, rows, as_list, pluck, with_comment_count, update)


def count(
    doctype: str,
    filters: Any = None,
    or_filters: Any = None,
    *,
    distinct: bool = True,
    ignore_permissions: bool = False,
    user: str | None = None,
    parent_doctype: str | None = None,
    limit: int | None = None,
) -> int:
    """Documents that the list with these filters would show; at most `limit`."""
    scope = _scope(doctype, user, ignore_permissions, parent_doctype)
    if scope.meta.is_virtual:
        asked_of = {"filters": filters, "or_filters": or_filters}
        found = virtual.count(doctype, scope.meta.module, asked_of)
        return min(found, int(limit)) if limit else found
    node = both(
        [
            filter_node(scope, filters, or_filters),
            visible(scope, ignore_permissions, parent_doctype, None),
        ]
    )
    name = scope.own("name", doctype)
    if limit:
        spec = Spec(
            doctype,
            (("name", name),),
            node,
            tuple(scope.joins.values()),
            distinct=True,
            limit=int(limit),
        )
        return len(current().db.execute(*to_sql(spec, current().db.dialect)))
    total = Fn("count", (name,), distinct=distinct and bool(scope.joins))
    spec = Spec(doctype, (("n", total),), node, tuple(scope.joins.values()))
    return int(current().db.execute(*to_sql(spec, current().db.dialect))[0][0])


def is_visible(doctype: str, name: str, user: str | None = None) -> bool:
    """Whether the document would stand in the user's list, query hooks included."""
    return count(doctype, {"name": name}, user=user) > 0


def visible(
    scope: Scope,
    ignore_permissions: bool,
    parent_doctype: str | None,
    reference_doctype: str | None,
) -> Node:
    """The access condition of the list."""
    if ignore_permissions:
        return both([])
    condition = access.list_condition(scope.meta, scope.user, parent_doctype, reference_doctype)
    return access_node(condition, scope.meta)


def _scope(
    doctype: str, user: str | None, ignore_permissions: bool, parent_doctype: str | None
) -> Scope:
    scope = Scope(
        doctype, user=user, unrestricted=ignore_permissions, parent_doctype=parent_doctype
    )
    if not ignore_permissions:
        _demand_readable(scope, parent_doctype)
    if scope.meta.issingle:
        text = _("{0} has one record only and no list. Read its values instead")
        raise ValidationError(text.format(_(doctype)))
    return scope


def _demand_readable(scope: Scope, parent_doctype: str | None) -> None:
    """The DocType must be open for reading or selecting; a child DocType through its parent."""
    answer = access.decide(scope.meta.name, "read", None, scope.user, parent_doctype)
    if not answer.allowed and not scope.meta.istable:
        answer = access.decide(scope.meta.name, "select", None, scope.user)
    if not answer.allowed:
        text = _("User {0} does not have access to {1}").format(scope.user, _(scope.meta.name))
        raise PermissionError(f"{text}: {answer.detail}", rule=answer.rule, doctype=scope.meta.name)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the caller asked for, before names are found."""

    words: Words
    filters: Any
    or_filters: Any
    limit: int
    start: int
    counts_null: bool


def _spec(scope: Scope, wanted: Wanted, allowed: Node) -> tuple[Asked, Spec]:
    asked, filtered = asked_for(scope, wanted.words, lambda: _filtered(scope, wanted))
    spec = Spec(
        scope.meta.name,
        asked.columns,
        both([filtered, allowed]),
        tuple(scope.joins.values()),
        asked.group,
        asked.order,
        asked.distinct,
        wanted.limit or None,
        wanted.start,
        asked,
    )
    return asked, spec


def _filtered(scope: Scope, wanted: Wanted) -> Node:
    return filter_node(scope, wanted.filters, wanted.or_filters, counts_null=wanted.counts_null)


# names of stock's signature that change nothing about the rows: how a statement is logged, what the desk remembers
_WITHOUT_EFFECT = frozenset(
    (
        "debug",
        "strict",
        "ignore_ddl",
        "docstatus",
        "add_total_row",
        "save_user_settings",
        "save_user_settings_fields",
        "user_settings",
    )
)
_OTHER_NAMES = frozenset(("limit", "page_length", "start"))


def _demand_known(more: Mapping[str, Any]) -> None:
    """A misspelt `filters` must not answer every row there is."""
    unknown = more.keys() - _WITHOUT_EFFECT - _OTHER_NAMES
    if unknown:
        raise TypeError(f"get_list() got an unexpected keyword argument '{min(unknown)}'")


def _first(*values: Any) -> Any:
    return next((value for value in values if value is not None), None)


def _number(value: Any, place: str) -> int:
    """A paging number; nothing is 0. Stock turns nonsense into "no limit" (Q-LIM-09, 16), here it
    is refused."""
    if value is None or value == "":
        return 0
    try:
        number = int(float(value))
    except (TypeError, ValueError):
        number = -1
    if number < 0:
        raise ValidationError(
            _("{0}: {1} is not a number of rows").format(place, f"'{str(value)[:40]}'")
        )
    return number


def _unswapped(fields: Any, filters: Any) -> tuple[Any, Any]:
    """Frappe's old signature had filters first; a dict or a list of lists can only be filters."""
    looks_like_filters = isinstance(fields, Mapping) or (
        isinstance(fields, list | tuple)
        and bool(fields)
        and isinstance(fields[0], list | tuple | Mapping)
    )
    return (filters, fields) if looks_like_filters else (fields, filters)


def _shaped(
    keys: tuple[str, ...],
    rows: list[tuple[Any, ...]],
    as_list: bool,
    pluck: str | None,
    comments: bool,
    update: Mapping[str, Any] | None,
) -> Any:
    if pluck:
        at = keys.index(pluck) if pluck in keys else 0
        return [row[at] for row in rows]
    if as_list:
        return tuple(rows)
    out = as_dicts(keys, rows)
    if comments:
        for row in out:
            row._comment_count = len(orjson.loads(row.get("_comments") or "[]"))
    if update:
        for row in out:
            row.update(update)
    return out
