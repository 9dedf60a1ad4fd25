"""Decides how a DocType without a table is listed and counted: its controller answers, who may ask is decided here."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from ristretto.context import AttrDict, current, scrub
from ristretto.query.order import DEFAULT


def rows(doctype: str, module: str, asked: dict[str, Any]) -> list[AttrDict]:
    """What the controller's `get_list` gives for fields, filters, or_filters, order_by, start and page length."""
    return [
        AttrDict(row) for row in controller(doctype, module).get_list(_arguments(doctype, asked))
    ]


def count(doctype: str, module: str, asked: dict[str, Any]) -> int:
    return int(controller(doctype, module).get_count(_arguments(doctype, asked)))


def shaped(found: list[AttrDict], as_list: bool, pluck: str | None) -> Any:
    if pluck:
        return [row.get(pluck) for row in found]
    return tuple(tuple(row.values()) for row in found) if as_list else found


def controller(doctype: str, module: str) -> Any:
    folder = scrub(doctype)
    app = current().site.module_app[scrub(module)]
    found = import_module(f"{app}.{scrub(module)}.doctype.{folder}.{folder}")
    return getattr(found, doctype.replace(" ", "").replace("-", ""))


def _arguments(doctype: str, asked: dict[str, Any]) -> AttrDict:
    """Under the names that controllers written for stock look for."""
    order = asked.get("order_by")
    start, length = asked.get("limit_start"), asked.get("limit_page_length")
    return AttrDict(
        asked,
        doctype=doctype,
        order_by="" if order in (None, DEFAULT) else order,
        start=start,
        page_length=length,
    )
