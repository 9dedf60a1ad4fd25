"""Decides how a Query Report runs: one reading statement, its columns named by its aliases."""

from __future__ import annotations

import re
from typing import Any

from ristretto import errors
from ristretto.context import current
from ristretto.context.translate import translate as _
from ristretto.db.statements import is_read

_NAMED = re.compile(r"%\((\w+)\)s")
_COMMENTS = re.compile(r"(--[^\n]*\n|/\*.*?\*/)", re.S)


def run_query(text: str, filters: dict[str, Any]) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Column names and rows.

    PermissionError for a text that writes, ValidationError for a missing filter.
    """
    statement = text.strip().rstrip(";")
    if not is_read(_COMMENTS.sub("\n", statement).strip()) or ";" in _without_strings(statement):
        raise errors.PermissionError(_("Query: only a statement that reads may run here"))
    missing = [name for name in dict.fromkeys(_NAMED.findall(statement)) if name not in filters]
    if missing:
        raise errors.ValidationError(
            _("The report needs the filter {0}").format(", ".join(missing))
        )
    columns, rows = current().db.frappe_sql(statement, filters if _NAMED.search(statement) else ())
    return columns, rows


def _without_strings(text: str) -> str:
    return re.sub(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"", "''", text)
