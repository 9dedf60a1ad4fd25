"""Decides how a list's statement reads as one text in MySQL's dialect, its values written in as literals.

For apps that put it into a statement of their own: such text goes through `frappe.db.sql`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from ristretto.query.match_sql import literal

_PARTS = re.compile(r"'(?:[^']|'')*'|`[^`]*`|\"(?P<name>[^\"]*)\"|(?P<mark>\?)")


def written(sql: str, params: Iterable[Any]) -> str:
    """The statement without parameters; names in backticks."""
    values = iter(params)

    def one(match: re.Match[str]) -> str:
        if match["mark"]:
            return _value(next(values))
        return match[0] if match["name"] is None else f"`{match['name']}`"

    return _PARTS.sub(one, sql)


def _value(value: Any) -> str:
    if value is None:
        return "null"
    return str(value) if isinstance(value, int | float) else literal(value)
