"""Decides the words a user reads: the translation of a source text into the language of the context."""

from __future__ import annotations

import re
from collections import UserString

from ristretto.context import current, has_context
from ristretto.context.translations import load

DEFAULT_LANGUAGE = "en"
_TAGS = re.compile(r"<[^>]+>")


def language() -> str:
    """Language of the running request; English where nothing is bound."""
    if not has_context():
        return DEFAULT_LANGUAGE
    return current().lang or DEFAULT_LANGUAGE


def translate(msg: str, lang: str | None = None, context: str | None = None) -> str:
    """The text in `lang` (default: the request's); the source itself where no translation is known."""
    if not msg or not has_context():
        return msg
    table = load(current().site, lang or language())
    source = str(msg).strip()
    if context and (found := table.get(f"{source}:{context}")):
        return found
    if found := table.get(source):
        return found
    if "<" in source and (found := table.get(_TAGS.sub("", source).strip())):
        return found
    return msg


class LazyText(UserString):
    """A text of a module-level constant: looked up where it is shown, in the language of that request."""

    def __init__(self, msg: str, lang: str | None = None, context: str | None = None) -> None:
        self._source = (msg, lang, context)

    @property
    def data(self) -> str:  # type: ignore[override]
        return translate(*self._source)
