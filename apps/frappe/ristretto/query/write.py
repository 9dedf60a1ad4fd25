"""Decides the SQL that changes or deletes rows by filters, without events: `frappe.db.set_value`,
`delete`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from ristretto.context import current
from ristretto.db.dialects import speech
from ristretto.db.metas import get_meta
from ristretto.query.build import Renderer, Spec, to_sql
from ristretto.query.columns import column
from ristretto.query.forms import DIALECTS
from ristretto.query.literals import stored
from ristretto.query.nodes import Node, Test, split
from ristretto.query.values import Values


def update(doctype: str, filters: Any, assignments: dict[str, Any]) -> int:
    """Set columns in all matching rows; the number of rows. DataError for an unknown column."""
    target = Values(doctype, filters)
    values = [
        stored(column(target.scope.meta, name, doctype), value, f"{doctype} {name}")
        for name, value in assignments.items()
    ]
    return _run("update", target, tuple(assignments), values)


def insert_many(
    doctype: str, fields: list[str], rows: Iterable[Iterable[Any]], *, skip_existing: bool = False
) -> None:
    """Insert rows of values; with `skip_existing` those whose key is taken are left out."""
    meta = get_meta(doctype)
    columns = [column(meta, name, doctype) for name in fields]
    verb = speech().insert_ignore if skip_existing else "insert into"
    names = ", ".join(f"`{each.name}`" for each in columns)
    marks = ", ".join("?" * len(columns))
    current().db.executemany(
        f"{verb} `tab{meta.name}` ({names}) values ({marks})",
        (
            [
                stored(col, value, f"{doctype} {col.name}")
                for col, value in zip(columns, row, strict=True)
            ]
            for row in rows
        ),
    )


def delete(doctype: str, filters: Any = None) -> int:
    """Delete all matching rows (all rows without filters); the number of rows."""
    return _run("delete", Values(doctype, filters), (), [])


def _run(verb: str, target: Values, columns: tuple[str, ...], assigned: list[Any]) -> int:
    db = current().db
    values: list[Any] = []
    where = split(_single_table(target), values)
    sql, names = _compiled(verb, target.scope.meta.name, columns, where, db.dialect)
    given = assigned + values
    return int(db.rowcount(sql, [given[int(name[1:])] for name in names]))


def _single_table(target: Values) -> Node:
    """A condition without joins: names are looked up first where a child table takes part."""
    if not target.scope.joins:
        return target.where
    name = target.scope.own("name", "name")
    spec = Spec(
        target.scope.meta.name,
        (("name", name),),
        target.where,
        tuple(target.scope.joins.values()),
        distinct=True,
    )
    db = current().db
    return Test(name, "in", tuple(row[0] for row in db.execute(*to_sql(spec, db.dialect))) or ("",))


@lru_cache(maxsize=500)
def _compiled(
    verb: str, doctype: str, columns: tuple[str, ...], where: Node, dialect: str
) -> tuple[str, tuple[str, ...]]:
    renderer = Renderer(dialect)
    table = sa.table(f"tab{doctype}", *[sa.column(name) for name in columns])
    renderer.tables[f"tab{doctype}"] = table
    statement: Any = sa.delete(table)
    if verb == "update":
        statement = sa.update(table).values({name: renderer.value() for name in columns})
    compiled = statement.where(renderer.node(where)).compile(dialect=DIALECTS[dialect])
    return str(compiled), tuple(compiled.positiontup or ())
