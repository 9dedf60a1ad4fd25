"""`frappe.query_builder`: pypika, with `run` on every query; what apps import from here is
Frappe's."""

# ruff: noqa: I001 - terms first: it decides how constants are made before any query is

from __future__ import annotations

from frappe.query_builder.terms import Interval, SubQuery, subqry
from frappe.query_builder.builder import Column, DocType, FrappeQuery, Table, qb
from frappe.query_builder.from_grammar import get_query

from pypika import (
    AliasedQuery,
    Case,
    Criterion,
    CustomFunction,
    EmptyCriterion,
    Field,
    JoinType,
    Not,
    NullValue,
    Order,
    Parameter,
    Query,
    Schema,
    Tuple,
)
from pypika.terms import PseudoColumn

__all__ = [
    "AliasedQuery",
    "Case",
    "Column",
    "Criterion",
    "CustomFunction",
    "DocType",
    "EmptyCriterion",
    "Field",
    "FrappeQuery",
    "Interval",
    "JoinType",
    "Not",
    "NullValue",
    "Order",
    "Parameter",
    "PseudoColumn",
    "Query",
    "Schema",
    "SubQuery",
    "Table",
    "Tuple",
    "get_query",
    "qb",
    "subqry",
]
