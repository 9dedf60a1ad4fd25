"""The database facade behind `frappe.db`."""

from __future__ import annotations

from typing import Any

from frappe.database.database import Database, savepoint


def get_db(*args: Any, **kwargs: Any) -> Database:
    """The facade; it always speaks to the connection of the running context."""
    return Database()


__all__ = ["Database", "get_db", "savepoint"]
