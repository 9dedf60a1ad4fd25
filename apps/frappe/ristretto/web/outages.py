"""Decides what a caller hears while the database cannot serve: 503 and one sentence in the caller's language.

Names of files, hosts and users stay in the log. Without a database nobody can be recognised, so the language
is the one that the request asks for, or the site's.
"""

from __future__ import annotations

import logging
from functools import lru_cache
from importlib import import_module
from pathlib import Path

import orjson
from werkzeug.wrappers import Request, Response

from ristretto.context import Site
from ristretto.context.translations import Messages, language_chain, read_csv
from ristretto.db import sentences
from ristretto.errors import DatabaseUnavailable, Error
from ristretto.web import error_pages
from ristretto.web.answers import json_response
from ristretto.web.failures import Failure, body_v2, messages_json
from ristretto.web.language import choose_language

TITLE = "Service unavailable"
WITHOUT_DATABASE = frozenset({"vi", "en"})
logger = logging.getLogger("ristretto.web")


def answer(request: Request, site: Site | None, error: Exception) -> Response:
    """The answer to a request that never reached the site's data."""
    _log(request, site, error)
    lang = _language(request, site)
    known = _messages(lang)
    english = sentences.for_callers(error) or sentences.GENERAL
    text = known.get(english, english)
    if error_pages.wants_json(None, request):
        response = _as_json(request, text)
    else:
        title = known.get(TITLE, TITLE)
        response = error_pages.page(title, text, 503, lang, home=None)
    response.headers["Retry-After"] = error_pages.RETRY_SECONDS
    return response


def _log(request: Request, site: Site | None, error: Exception) -> None:
    place = site.name if site else "no site"
    if isinstance(error, Error | OSError):
        logger.error("%s %s: %s", place, request.path, error)
    else:
        logger.error("request failed before a site was reached: %s", request.path, exc_info=error)


def _language(request: Request, site: Site | None) -> str:
    wanted = str(site.conf.lang) if site and site.conf.lang else None
    return choose_language(
        request, request.args.get("_lang"), None, wanted, WITHOUT_DATABASE, logged_in=False
    )


def _messages(lang: str) -> Messages:
    """The framework's own texts: which apps a site has stands in its database."""
    folder = Path(str(import_module("frappe").__file__)).parent / "translations"
    found: Messages = {}
    for code in language_chain(lang):
        found.update(_file(folder / f"{code}.csv"))
    return found


@lru_cache(maxsize=8)
def _file(path: Path) -> Messages:
    return read_csv(path)


def _as_json(request: Request, text: str) -> Response:
    name = DatabaseUnavailable.__name__
    message = {"message": text, "indicator": "red", "raise_exception": 1}
    if request.path.startswith("/api/v2"):
        error = DatabaseUnavailable(text)
        return json_response(body_v2(Failure(error, 503, name, text, messages=[message])), 503)
    line = f"frappe.exceptions.{name}: {text}"
    body = {"exc_type": name, "exception": line, "exc": orjson.dumps([line]).decode()}
    return json_response({**body, "_server_messages": messages_json([message])}, 503)
