"""Decides `order_by` and `group_by`: columns, output names and whitelisted functions,
nothing else.
"""

from __future__ import annotations

from typing import Any

from ristretto.context.translate import translate as _
from ristretto.errors import ValidationError
from ristretto.query.expressions import Name, Parser, Star
from ristretto.query.fields import Selected, is_single_aggregate
from ristretto.query.functions import is_aggregate
from ristretto.query.nodes import Col, Lit, Spoken
from ristretto.query.scope import HIDDEN, Scope

DEFAULT = "KEEP_DEFAULT_ORDERING"
Ordered = tuple[Any, bool]
WORDS = ("Data", "Small Text", "Text", "Long Text", "Read Only", "Autocomplete")


def order(scope: Scope, text: Any, selected: list[Selected], *, grouped: bool) -> list[Ordered]:
    """(expression, descending) pairs; None and "" mean no order, DEFAULT the DocType's own."""
    if not text:
        return []
    if text == DEFAULT:
        return [] if is_single_aggregate(selected) and not grouped else default_order(scope)
    out = []
    parser = _parser(scope, text, _("Sort order"), selected)
    while True:
        term = _positioned(parser.term(), selected, parser)
        if is_aggregate(term) and not grouped and not is_single_aggregate(selected):
            parser.fail()
        descending = parser.is_word("desc")
        if parser.is_word("asc", "desc"):
            parser.at += 1
        out.append((_spoken(scope, term), descending))
        if not parser.is_mark(","):
            break
        parser.at += 1
    if parser.peek()[0] != "end":
        parser.fail()
    return out


def group(scope: Scope, text: Any, selected: list[Selected]) -> list[Any]:
    """Expressions to group by; a sort word after a column is read and ignored, as on stock."""
    if not text:
        return []
    parser = _parser(scope, text, _("Group by"), selected)
    out = []
    while True:
        out.append(_positioned(parser.term(), selected, parser))
        if is_aggregate(out[-1]):
            raise ValidationError(_("Group by: a sum or a count cannot be grouped by"))
        if parser.is_word("asc", "desc"):
            parser.at += 1
        if not parser.is_mark(","):
            break
        parser.at += 1
    if parser.peek()[0] != "end":
        parser.fail()
    return out


def default_order(scope: Scope) -> list[Ordered]:
    """The DocType's sort field and order. The desk's lists put drafts first by themselves."""
    meta = scope.meta
    text = str(meta.sort_field or "modified")
    out: list[Ordered] = []
    for part in text.split(","):
        words = part.strip().strip("`").split()
        if not words:
            continue
        given = (
            words[1]
            if len(words) > 1
            else (meta.sort_order or "desc")
            if meta.sort_field
            else "desc"
        )
        if words[0].strip("`") in meta.columns_set:
            term = scope.own(words[0].strip("`"), "sort_field")
            out.append((_spoken(scope, term), given.lower() == "desc"))
    return out


def _spoken(scope: Scope, term: Any) -> Any:
    """A column that holds words of people, marked so; codes, choices and links are ASCII and sort as they are."""
    if not isinstance(term, Col) or term.doctype != scope.meta.name:
        return term
    field = scope.meta.field(term.name) if scope.meta.has_field(term.name) else None
    return Spoken(term) if field is not None and field.fieldtype in WORDS else term


def _parser(scope: Scope, text: Any, place: str, selected: list[Selected]) -> Parser:
    if not isinstance(text, str):
        raise ValidationError(_("{0}: {1} is not text").format(place, repr(text)[:80]))
    aliases = {item.key: item.term for item in selected}

    def resolve(name: Name) -> Any:
        if not name.prefix and name.name.lower() == "select":
            parser.fail()
        if not name.prefix and name.name in aliases and name.name not in scope.meta.columns_set:
            return aliases[name.name]
        return _column(scope, name, place)

    parser = Parser(text, place, resolve, ordering=True, error=ValidationError)
    return parser


def _column(scope: Scope, name: Name, place: str) -> Any:
    if name.prefix and not name.prefix.startswith("tab"):
        text = _("{0}: {1} cannot be used. Select it under a name of its own and sort by that name")
        raise ValidationError(text.format(place, f"'{name.prefix}.{name.name}'"))
    if name.prefix and name.prefix != scope.table and name.prefix not in scope.joins:
        text = _("{0}: select a field of {1} first").format(place, name.prefix.removeprefix("tab"))
        raise ValidationError(text)
    found, meta = scope.resolve(name, place)
    scope.demand_searchable(meta, name.name, place)
    return found


def _positioned(term: Any, selected: list[Selected], parser: Parser) -> Any:
    """A bare number is a position in the output."""
    if term is HIDDEN or isinstance(term, Star):
        parser.fail()
    if not isinstance(term, Lit):
        return term
    if isinstance(term.value, int) and 1 <= term.value <= len(selected):
        return selected[term.value - 1].term
    return parser.fail()
