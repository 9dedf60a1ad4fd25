"""Decides how a table looks in a terminal: plain ASCII lines, as stock Frappe draws them."""

from __future__ import annotations

from collections.abc import Sequence


def draw(rows: Sequence[Sequence[object]]) -> str:
    """Rows as a boxed table; the first one is the heading."""
    texts = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in texts) for column in range(len(texts[0]))]
    rule = "+" + "+".join("-" * (width + 2) for width in widths) + "+"
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in texts
    ]
    return "\n".join([rule, lines[0], rule, *lines[1:], rule])
