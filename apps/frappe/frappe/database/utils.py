"""Small questions about statements and tables that apps ask."""

from __future__ import annotations

from typing import Any

from ristretto.query.operators.tree import TREE_OPERATORS
from ristretto.query.order import DEFAULT

DefaultOrderBy = DEFAULT
FallBackDateTimeStr = "0001-01-01 00:00:00.000000"
NestedSetHierarchy = TREE_OPERATORS


def get_query_type(query: str) -> str:
    """The first word of a statement, in small letters."""
    words = str(query).split(maxsplit=1)
    return words[0].lower() if words else ""


def is_query_type(query: str, query_type: str | tuple[str, ...]) -> bool:
    """Whether the statement begins with this word, or one of these."""
    wanted = (query_type,) if isinstance(query_type, str) else query_type
    return get_query_type(query).startswith(wanted)


def get_doctype_name(table_name: str) -> str:
    """The DocType of a table's name, quoted or not."""
    return table_name.strip("`\"'").removeprefix("tab")


def convert_to_value(o: Any) -> Any:
    """Flags as numbers; everything else, lists by member, as it is."""
    if isinstance(o, list | tuple | set):
        return type(o)(convert_to_value(each) for each in o)
    return int(o) if isinstance(o, bool) else o
