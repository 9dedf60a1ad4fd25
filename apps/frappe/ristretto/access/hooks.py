"""Decides how the access hooks of apps are asked: in which order, and what their answers mean."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ristretto.context import current
from ristretto.context.dotted import get_attr
from ristretto.context.signatures import keywords_of


def resolve(path: str | Callable[..., Any]) -> Callable[..., Any]:
    """The function behind a dotted path."""
    if callable(path):
        return path
    function: Callable[..., Any] = get_attr(path)
    return function


def call_accepted(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Call with only those keyword arguments that the function declares."""
    accepted = keywords_of(function)
    if accepted is None:
        return function(*args, **kwargs)
    return function(*args, **{key: value for key, value in kwargs.items() if key in accepted})


def denial(doctype: str, doc: Any, ptype: str | None, user: str) -> str:
    """Path of the `has_permission` hook that refuses the document; "" when none does.

    `*` hooks speak first, then the DocType's own from last to first; the first answer other than
    None
    decides, and every falsy one refuses. A hook can only refuse: True hands on to the roles.
    `ptype` is None, as on stock, for whoever asks for all rights at once.
    """
    table = current().site.get_hooks("has_permission", {})
    for path in reversed(_listed(table, doctype) + _listed(table, "*")):
        answer = call_accepted(resolve(path), doc=doc, ptype=ptype, user=user, debug=False)
        if answer is not None:
            return "" if answer else str(path)
    return ""


def query_conditions(doctype: str, user: str) -> list[str]:
    """SQL of the `permission_query_conditions` hooks, the DocType's before those of `*`."""
    table = current().site.get_hooks("permission_query_conditions", {})
    answers = [
        call_accepted(resolve(path), user, doctype=doctype)
        for path in _listed(table, doctype) + _listed(table, "*")
    ]
    return [str(answer) for answer in answers if answer]


def _listed(table: Any, key: str) -> list[Any]:
    value = table.get(key) or [] if hasattr(table, "get") else []
    return list(value) if isinstance(value, list | tuple) else [value]
