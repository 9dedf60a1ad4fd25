"""Decides operators that apps add with the hook `filters_config`: each stands for one of ours and a value.

A hook names a function that answers {operator: {"get_field": path, …}}; the function at `path` answers the operator
to use, and with `query_value` the options whose `value` stands for a `query_value`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ristretto.context import current, request_cached
from ristretto.context.dotted import get_attr
from ristretto.query.filters import Filter


def config() -> dict[str, Any]:
    """{operator: its description} of all apps; asked once a request."""

    def load() -> dict[str, Any]:
        found: dict[str, Any] = {}
        for path in current().site.get_hooks("filters_config"):
            found.update(get_attr(path)())
        return {name.lower(): each for name, each in found.items()}

    return request_cached("filters_config", load)


def replaced(item: Filter) -> Filter:
    """The filter in our own operators; the same when no app knows its operator."""
    described = config().get(item.op)
    if not described:
        return item
    field = get_attr(described["get_field"])()
    value = item.value
    if field.get("query_value"):
        options = (each for each in field.get("options") or () if each.get("value") == value)
        value = next((each["query_value"] for each in options), value)
    return replace(item, op=str(field.get("operator") or item.op).lower(), value=value)
