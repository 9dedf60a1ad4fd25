"""Decides the language of a request: `_lang`, the user's own, the browser's wish, the site's,
Vietnamese."""

from __future__ import annotations

from collections.abc import Callable, Container

from werkzeug.wrappers import Request

FALLBACK = "vi"


def choose_language(
    request: Request,
    asked: str | None,
    user_language: str | None,
    site_language: str | None,
    known: Container[str],
    logged_in: bool,
    *,
    browser_counts: bool = True,
) -> str:
    """A language code out of `known`, or the site's language.

    A signed-in person's own setting beats the browser's; `_lang` beats both (observed A31).
    `browser_counts` is off for the desk's pages: an English browser on an office computer says
    nothing about the clerk, and the sign-in page must speak as the pages after it do.
    """
    default = site_language or FALLBACK
    if asked and (match := _match(asked, known)):
        return match
    if logged_in:
        return user_language or default
    if match := _match(request.cookies.get("preferred_language", ""), known):
        return match
    for wish in request.accept_languages.values() if browser_counts else ():
        if match := _match(wish, known):
            return match
    return default


def _match(code: str, known: Container[str]) -> str | None:
    """The code itself or its first part, when the site knows it."""
    tries: tuple[Callable[[str], str], ...] = (str, lambda c: c.replace("_", "-").split("-")[0])
    for attempt in tries:
        if code and attempt(code) in known:
            return attempt(code)
    return None
