"""Search over all records that a user may read."""

from __future__ import annotations

from typing import Any

from ristretto import access
from ristretto.context import current
from ristretto.db.dialects import speech
from ristretto.db.fold import fold
from ristretto.query import is_visible

import frappe

MOST_SCANNED = 2000


@frappe.whitelist()
@frappe.read_only()
def search(text: str, start: int = 0, limit: int = 20, doctype: str = "") -> list[Any]:
    """Records whose searchable fields hold every `&`-separated part of the text.

    Accents and case do not count. Only records that the user's lists would show are returned.
    """
    found: list[Any] = []
    for part in dict.fromkeys(piece.strip() for piece in text.split("&") if piece.strip()):
        for row in _rows(part, doctype):
            if row not in found and _readable(row):
                found.append(row)
            if len(found) >= start + limit:
                break
    return found[start : start + limit]


def _order() -> dict[str, int]:
    """DocTypes that apps want to see first (hook `global_search_doctypes`), with their places."""
    wanted: dict[str, int] = {}
    for group in frappe.get_hooks("global_search_doctypes", {}).values():
        for place, entry in enumerate(group):
            wanted.setdefault(entry["doctype"], int(entry.get("index") or place))
    first = sorted(wanted, key=lambda doctype: wanted[doctype])
    return {doctype: place for place, doctype in enumerate(first)}


def _rows(text: str, doctype: str) -> list[Any]:
    sql = (
        "SELECT `doctype`, `name`, `content` FROM `__global_search` "
        f"WHERE ({speech().folded('`content`')} LIKE ? OR {speech().folded('`name`')} LIKE ?)"
    )
    params: list[Any] = [f"%{fold(text)}%"] * 2
    if doctype:
        sql += " AND `doctype` = ?"
        params.append(doctype)
    rows = current().db.execute(f"{sql} LIMIT {MOST_SCANNED}", params)
    order = _order()
    rows = sorted(rows, key=lambda row: order.get(str(row[0]), len(order)))
    return [
        frappe._dict(doctype=kind, name=name, content=content, rank=0)
        for kind, name, content in rows
    ]


def _readable(row: Any) -> bool:
    """By the list's own rule, so that search never shows what a list hides."""
    return access.has_permission(row.doctype, "read") and is_visible(row.doctype, row.name)


def update_global_search(doc: Any) -> None:
    """Bring the search entry of a document up to date."""
    from ristretto.document import search_index

    search_index.update(doc)


def delete_for_document(doc: Any) -> None:
    from ristretto.document import search_index

    search_index.remove(doc.doctype, doc.name)


def sync_global_search() -> None:
    """Entries are written with the record; nothing waits to be written."""


def rebuild_for_doctype(doctype: str) -> None:
    """Write every entry of a DocType anew."""
    current().db.execute("DELETE FROM `__global_search` WHERE `doctype` = ?", (doctype,))
    for name in frappe.get_all(doctype, pluck="name"):
        update_global_search(frappe.get_doc(doctype, name))
