"""Decides what the global search finds: fields marked `in_global_search`, as `Label : value ||| ...`."""

from __future__ import annotations

from typing import Any

from ristretto.context import current
from ristretto.db.dialects import speech
from ristretto.document.sanitize import _TAG

SEPARATOR = " ||| "
_KEY = ("doctype", "name")
_COLUMNS = (*_KEY, "title", "content", "route", "published")


def update(doc: Any) -> None:
    """Write, or remove for cancelled and disabled records; in the transaction, so that search never lags."""
    if doc.meta.istable or doc.meta.issingle or current().flags.in_install:
        return
    if doc.docstatus.is_cancelled() or (
        doc.get("disabled") in (1, "1") and doc.meta.has_field("disabled")
    ):
        remove(doc.doctype, doc.name)
        return
    content = _content(doc)
    if content:
        title = str(doc.get(doc.meta.get_title_field()) or doc.name)[:255]
        sql = speech().upsert("__global_search", _COLUMNS, _KEY)
        values = (doc.doctype, str(doc.name), title, content, doc.get("route"), 0)
        current().db.execute(sql, values)


def _content(doc: Any) -> str:
    parts = []
    for each in (doc, *doc.get_all_children()):
        for field in each.meta.get_global_search_fields():
            value = each.get(field.fieldname)
            if value not in (None, "", 0):
                parts.append(f"{field.label} : {_TAG.sub(' ', str(value)).strip()}")
    if doc.meta.show_name_in_global_search:
        parts.append(f"Name : {doc.name}")
    return SEPARATOR.join(parts)


def remove(doctype: str, name: Any) -> None:
    current().db.execute(
        "DELETE FROM `__global_search` WHERE `doctype` = ? AND `name` = ?", (doctype, str(name))
    )
