"""Decides what a text such as ``count(distinct `tabX`.name) as n`` says; anything outside the
grammar is refused.

entry  := [distinct] value [as alias]
value  := ["-"] term {("+" | "-" | "*" | "/") ["-"] term}     in fields only; an order takes a bare term
term   := column | function "(" [distinct] [value {"," value}] ")" | string | number | "(" value ")"
        | case when condition then value … [else value] end
column := name | `name` | `tabX`.name | tabX.name | link.field | table.field
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ristretto.context.translate import translate as _
from ristretto.errors import DataError, ValidationError
from ristretto.query import functions
from ristretto.query.cases import case
from ristretto.query.nodes import Lit

_TOKENS = re.compile(
    r"\s+|(?P<tick>`[^`]+`)|(?P<string>'[^'\\]*'|\"[^\"\\]*\")|(?P<number>\d+(?:\.\d+)?)"
    r"|(?P<word>[^\W\d]\w*)|(?P<comment>--|/\*)|(?P<mark>[().,])|(?P<sign>[<>!]=|<>|[<>=*+/-])|(?P<bad>.)",
    re.S,
)


@dataclass(frozen=True, slots=True)
class Star:
    """All readable columns, or all rows inside count()."""


@dataclass(frozen=True, slots=True)
class Name:
    """A column as written: an optional table or dotted prefix, and the name."""

    prefix: str
    name: str


@dataclass(frozen=True, slots=True)
class Entry:
    term: Any
    alias: str
    distinct: bool
    text: str


Resolve = Callable[[Name], Any]


class Parser:
    """One text, one pass. `resolve` turns a Name into a column; `error` is the class of
    refusals.
    """

    def __init__(
        self,
        text: str,
        place: str,
        resolve: Resolve,
        *,
        ordering: bool = False,
        error: type[ValidationError] = DataError,
    ) -> None:
        self.text, self.place, self.resolve = text, place, resolve
        self.ordering, self.error = ordering, error
        self.tokens: list[tuple[str, str, int]] = []
        for match in _TOKENS.finditer(text):
            if match.lastgroup in ("bad", "comment", "sign" if ordering else ""):
                self.fail()
            if match.lastgroup:
                self.tokens.append((match.lastgroup, match.group(), match.start()))
        self.at = 0

    def fail(self) -> Any:
        text = _(
            "{0}: {1} cannot be used. Name a field, or one of the allowed functions of a field"
        )
        raise self.error(text.format(self.place, f"'{self.text[:80]}'"))

    # tokens -----------------------------------------------------------------------------------

    def peek(self, offset: int = 0) -> tuple[str, str]:
        index = self.at + offset
        return self.tokens[index][:2] if index < len(self.tokens) else ("end", "")

    def take(self) -> tuple[str, str]:
        token = self.peek()
        self.at += 1
        return token

    def is_mark(self, mark: str, offset: int = 0) -> bool:
        return self.peek(offset) in (("mark", mark), ("sign", mark))

    def is_word(self, *words: str) -> bool:
        kind, text = self.peek()
        return kind == "word" and text.lower() in words

    def expect(self, mark: str) -> None:
        if not self.is_mark(mark):
            self.fail()
        self.at += 1

    # grammar ----------------------------------------------------------------------------------

    def entries(self) -> list[Entry]:
        """Entries separated by commas."""
        out = [self.entry()]
        while self.is_mark(","):
            self.at += 1
            out.append(self.entry())
        if self.peek()[0] != "end":
            self.fail()
        return out

    def entry(self) -> Entry:
        start = self.at
        distinct = (
            self.is_word("distinct") and self.peek(1)[0] != "end" and not self.is_mark(",", 1)
        )
        self.at += int(distinct)
        term = self.value()
        written = self._written(start + int(distinct))
        alias = ""
        if self.is_word("as"):
            self.at += 1
            alias = self._alias()
        return Entry(term, alias, distinct, written)

    def _written(self, start: int) -> str:
        end = self.tokens[self.at][2] if self.at < len(self.tokens) else len(self.text)
        return self.text[self.tokens[start][2] : end].strip()

    def _alias(self) -> str:
        kind, text = self.take()
        if kind == "word":
            return text
        if kind in ("tick", "string") and re.fullmatch(r"[\w :]+", text[1:-1]):
            return text[1:-1]
        self.fail()
        return ""

    def value(self) -> Any:
        """A term, or a sum of products of terms; an order or a group stays a term."""
        found = self._product()
        while not self.ordering and (self.is_mark("+") or self.is_mark("-")):
            sign = self.take()[1]
            found = functions.calculate(sign, self._number(found), self._number(self._product()))
        return found

    def _product(self) -> Any:
        found = self._signed()
        while not self.ordering and (self.is_mark("*") or self.is_mark("/")):
            sign = self.take()[1]
            found = functions.calculate(sign, self._number(found), self._number(self._signed()))
        return found

    def _signed(self) -> Any:
        if self.ordering or not self.is_mark("-"):
            return self.term()
        self.at += 1
        return functions.calculate("-", Lit(0), self._number(self.term()))

    def _number(self, term: Any) -> Any:
        if isinstance(term, Star):
            self.fail()
        return term

    def operand(self) -> Any:
        """A value that is one thing, not all columns."""
        return self._number(self.value())

    def term(self) -> Any:
        kind, text = self.peek()
        if kind == "mark" and text == "(":
            self.at += 1
            inner = self.value()
            self.expect(")")
            return inner
        if kind == "word" and text.lower() == "case" and not self.ordering:
            return case(self)
        if kind == "sign" and text == "*":
            self.at += 1
            return Star()
        if kind == "string":
            self.at += 1
            return Lit(text[1:-1])
        if kind == "number":
            self.at += 1
            return Lit(float(text) if "." in text else int(text))
        if kind == "word" and self.is_mark("(", 1):
            return self.call()
        if kind in ("word", "tick"):
            return self.column()
        return self.fail()

    def call(self) -> Any:
        _kind, name = self.take()
        self.expect("(")
        known = functions.FUNCTIONS.get(name.lower())
        if known is None and not (self.ordering and name.lower() in functions.ORDER_FUNCTIONS):
            functions.make(name, (), False, self.place, error=self.error)
        args: list[Any] = []
        if known and known.unit_first:
            args.append(self._unit())
        distinct = self.is_word("distinct")
        self.at += int(distinct)
        while not self.is_mark(")"):
            if args:
                self.expect(",")
            args.append(self.value() if name.lower() == "count" else self.operand())
        self.expect(")")
        return functions.make(
            name, tuple(args), distinct, self.place, ordering=self.ordering, error=self.error
        )

    def _unit(self) -> Lit:
        kind, text = self.take()
        if kind != "word" or text.lower() not in functions.UNITS:
            self.fail()
        return Lit(text.lower())

    def column(self) -> Any:
        first = self._part()
        if not self.is_mark("."):
            return self.resolve(Name("", first))
        self.at += 1
        if self.is_mark("*"):
            self.at += 1
            return self.resolve(Name(first, "*"))
        second = self._part()
        if self.is_mark("."):
            self.fail()
        return self.resolve(Name(first, second))

    def _part(self) -> str:
        kind, text = self.take()
        if kind == "tick":
            return text[1:-1]
        if kind != "word":
            self.fail()
        return text
