"""The class form of `frappe.qb.get_query`, under the path that apps import it from."""

from __future__ import annotations

from typing import Any

from frappe.query_builder.from_grammar import get_query


class Engine:
    """`Engine().get_query(doctype, fields=…, filters=…)`; also `frappe.qb.engine`."""

    def get_query(self, table: Any, *args: Any, **kwargs: Any) -> Any:
        return get_query(table, *args, **kwargs)
