"""Which rows a workspace keeps: those that its layout names, with what the editor placed anew."""

from __future__ import annotations

import json
from typing import Any

from ristretto.web.listing import parse_list, parse_object

from frappe.utils import cint

# block of the layout -> table of the record, field of its row that stands for a missing label
TABLES = {
    "chart": ("charts", "chart_name"),
    "shortcut": ("shortcuts", "link_to"),
    "quick_list": ("quick_lists", "document_type"),
    "number_card": ("number_cards", "number_card_name"),
    "custom_block": ("custom_blocks", "custom_block_name"),
}
_LINK = (
    "label",
    "link_type",
    "link_to",
    "onboard",
    "only_for",
    "dependencies",
    "is_query_report",
    "hidden",
)


def add_widgets(doc: Any, new_widgets: Any) -> None:
    """Append rows as the editor sends them: {"chart": [row], "card": [{label, links}]}."""
    for kind, rows in parse_object(new_widgets, "new_widgets").items():
        for row in parse_list(rows, kind, of=dict):
            if kind == "card":
                _put_card(doc, row)
            elif kind in TABLES:
                doc.append(TABLES[kind][0], {k: v for k, v in row.items() if k != "name"})


def _put_card(doc: Any, card: dict[str, Any]) -> None:
    """A group of links; one of the same name is replaced."""
    links = parse_list(card.get("links"), "links", of=dict)
    doc.set("links", _without_card(doc.links, str(card.get("label") or "")))
    head = {key: card.get(key) for key in ("label", "icon", "description")}
    count = {"type": "Card Break", "link_count": len(links), "hidden": cint(card.get("hidden"))}
    doc.append("links", {**head, **count})
    for link in links:
        doc.append("links", {"type": "Link", **{key: link.get(key) for key in _LINK}})


def _without_card(rows: Any, label: str) -> list[Any]:
    kept, is_inside = [], False
    for row in rows:
        if row.type == "Card Break":
            is_inside = row.label == label
        if not is_inside:
            kept.append(row)
    return kept


def clean_up(doc: Any, blocks: list[Any]) -> None:
    """Drop rows that the layout does not name any more, and all but the last of one name."""
    for kind, (table, field) in TABLES.items():
        names = _named(blocks, kind)
        found = {row.label or row.get(field): row for row in doc.get(table)}
        kept = [row for row in found.values() if {row.label, row.get(field)} & names]
        doc.set(table, kept)
    cards = _named(blocks, "card")
    for label in {row.label for row in doc.links if row.type == "Card Break"} - cards:
        doc.set("links", _without_card(doc.links, label))


def _named(blocks: list[Any], kind: str) -> set[str]:
    return {
        str((block.get("data") or {}).get(f"{kind}_name"))
        for block in blocks
        if block.get("type") == kind
    }


def as_content(blocks: list[Any]) -> str:
    return json.dumps(blocks, ensure_ascii=False)
