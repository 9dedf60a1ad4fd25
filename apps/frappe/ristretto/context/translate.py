"""Decides the words a user reads: the translation of a source text into the language of the context."""

from __future__ import annotations

import re

from ristretto.context import current, has_context
from ristretto.context.translations import load

DEFAULT_LANGUAGE = "en"
_TAGS = re.compile(r"<[^>]+>")


def language() -> str:
    """Language of the running request; English where nothing is bound."""
    if not has_context():
        return DEFAULT_LANGUAGE
    return current().lang or DEFAULT_LANGUAGE


def translate(text: str, lang: str | None = None, context: str | None = None) -> str:
    """The text in `lang` (default: the request's); the source itself where no translation is known."""
    lang = lang or language()
    if not text or (lang == DEFAULT_LANGUAGE and not has_context()):
        return text
    table = load(current().site, lang) if has_context() else {}
    source = text.strip()
    if context and (found := table.get(f"{source}:{context}")):
        return found
    if found := table.get(source):
        return found
    if "<" in source and (found := table.get(_TAGS.sub("", source).strip())):
        return found
    return text
