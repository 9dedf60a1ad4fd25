"""Decides whether the text of a condition stays what it is when it is put between parentheses.

`1=0) or (1=1` would not: it would open a list that it was meant to narrow.
"""

from __future__ import annotations

_QUOTES = "'\"`"
_COMMENTS = ("--", "/*", "#")


def parenthesised(text: str) -> str | None:
    """`(text)`; None where the text closes more than it opens, ends inside a quote, or holds a comment or `;`."""
    depth, position = 0, 0
    while position < len(text):
        sign = text[position]
        if sign in _QUOTES:
            position = _after_quote(text, position)
            if position < 0:
                return None
            continue
        if sign == ";" or text.startswith(_COMMENTS, position):
            return None
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if depth < 0:
            return None
        position += 1
    return f"({text})" if depth == 0 and text.strip() else None


def _after_quote(text: str, start: int) -> int:
    """The position behind the quoted part that starts here; -1 when it does not end. Backslashes escape (MySQL)."""
    quote, position = text[start], start + 1
    while position < len(text):
        if text[position] == "\\" and quote != "`":
            position += 2
            continue
        if text[position] == quote:
            return position + 1
        position += 1
    return -1
