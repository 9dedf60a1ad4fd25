"""Names that apps import from `frappe.query_builder.utils`."""

from __future__ import annotations

from enum import Enum
from typing import Any

from frappe.query_builder.builder import Column as Column
from frappe.query_builder.builder import DocType as DocType
from frappe.query_builder.builder import FrappeQuery
from frappe.query_builder.builder import Table as Table
from frappe.query_builder.from_grammar import get_query as get_query


class db_type_is(Enum):
    """Databases that a choice of functions can be made for."""

    MARIADB = "mariadb"
    POSTGRES = "postgres"


class ImportMapper:
    """One name for functions that differ by database: MariaDB's is taken, its dialect is ours."""

    def __init__(self, func_map: dict[db_type_is, Any]) -> None:
        self.func_map = func_map

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.func_map[db_type_is.MARIADB](*args, **kwargs)


def get_query_builder(type_of_db: str) -> type[FrappeQuery]:
    return FrappeQuery
