"""Decides what `case when … then … end` says inside a field: conditions of the same terms, nothing else.

condition  := comparison {(and | or) comparison}     and binds before or
comparison := [not] value (= | != | <> | < | > | <= | >=) value | value is [not] null
"""

from __future__ import annotations

from typing import Any

from ristretto.query import functions
from ristretto.query.nodes import INT, TEXT, Fn, Lit

_SIGNS = {"=": "=", "!=": "!=", "<>": "!=", "<": "<", ">": ">", "<=": "<=", ">=": ">="}


def case(parser: Any) -> Fn:
    """`Fn("case", (condition, value, …, value otherwise))`."""
    parser.at += 1
    parts: list[Any] = []
    while _word(parser, "when"):
        parts.append(_condition(parser))
        _expect(parser, "then")
        parts.append(parser.operand())
    if not parts:
        parser.fail()
    parts.append(parser.operand() if _word(parser, "else") else Lit(None))
    _expect(parser, "end")
    kinds = {functions.kind_of(each) for each in (*parts[1::2], parts[-1]) if each != Lit(None)}
    return Fn("case", tuple(parts), kind=kinds.pop() if len(kinds) == 1 else TEXT)


def _condition(parser: Any) -> Fn:
    found = _all(parser)
    while _word(parser, "or"):
        found = Fn("or", (found, _all(parser)), kind=INT)
    return found


def _all(parser: Any) -> Fn:
    found = _comparison(parser)
    while _word(parser, "and"):
        found = Fn("and", (found, _comparison(parser)), kind=INT)
    return found


def _comparison(parser: Any) -> Fn:
    if _word(parser, "not"):
        return Fn("not", (_comparison(parser),), kind=INT)
    left = parser.operand()
    if _word(parser, "is"):
        negated = _word(parser, "not")
        _expect(parser, "null")
        return Fn("is not null" if negated else "is null", (left,), kind=INT)
    kind, sign = parser.take()
    if kind != "sign" or sign not in _SIGNS:
        parser.fail()
    return Fn(_SIGNS[sign], (left, parser.operand()), kind=INT)


def _word(parser: Any, word: str) -> bool:
    """Whether this word comes next; then it is taken."""
    found = bool(parser.is_word(word))
    parser.at += int(found)
    return found


def _expect(parser: Any, word: str) -> None:
    if not _word(parser, word):
        parser.fail()
