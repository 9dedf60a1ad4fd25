"""Decides how a failure looks: JSON for programs, a small page for people, the same status for
both."""

from __future__ import annotations

from html import escape

from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request, Response

from ristretto.context import Context
from ristretto.context.translate import translate
from ristretto.errors import MethodNotAllowed
from ristretto.web.answers import json_response
from ristretto.web.failures import Failure, body_v1, body_v2, describe

RETRY_SECONDS = "5"  # what is out of service may be back soon
_PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><style>
body{{font-family:Inter,system-ui,sans-serif;background:#f8f8f8;color:#1f272e;margin:0;
display:grid;min-height:100vh;place-items:center}}
main{{background:#fff;border:1px solid #e2e2e2;border-radius:8px;max-width:32rem;margin:1rem;
padding:2rem}}
h1{{font-size:1.25rem;margin:0 0 .5rem}}p{{line-height:1.5;margin:.5rem 0}}a{{color:#171717}}
</style></head><body><main><h1>{title}</h1><p>{message}</p>{links}</main></body></html>
"""
_TITLES = {
    400: "Invalid Request",
    401: "Session Expired",
    403: "Not Permitted",
    404: "Not Found",
    405: "Method Not Allowed",
    413: "File too big",
    414: "The address is too long",
    417: "Not possible",
    429: "Too Many Requests",
    503: "Service unavailable",
    504: "It took too long",
}
_TEXTS = {
    401: "Your session has ended. Sign in again to go on.",
    403: "Your roles do not open this. Ask the administrator for the right.",
    404: "There is nothing at this address. It may have been moved or deleted.",
}


def page(
    title: str, message: str, status: int, lang: str = "vi", home: str | None = "/"
) -> Response:
    """A page with one sentence; `message` is text, not HTML."""
    link = f'<p><a href="{escape(home)}">{escape(translate("Home"))}</a></p>' if home else ""
    html = _PAGE.format(title=escape(title), message=escape(message), lang=escape(lang), links=link)
    response = Response(html, status=status, mimetype="text/html")
    response.headers["Cache-Control"] = "no-store"
    return response


def plain(status: int, message: str) -> Response:
    """The page when there is no site yet, so no language either."""
    title = _TITLES.get(status, "Error")
    html = _PAGE.format(title=escape(title), message=escape(message), lang="en", links="")
    return Response(html, status=status, mimetype="text/html")


def wants_json(context: Context | None, request: Request) -> bool:
    """Programs get JSON: they say so, they are scripts of a page, or they call /api without asking
    for text."""
    accept = request.headers.get("Accept", "")
    xhr = request.headers.get("X-Requested-With") == "XMLHttpRequest"
    if accept and (xhr or "application/json" in accept):
        return True
    return request.path.startswith("/api/") and not accept.startswith("text")


def of_error(context: Context, request: Request, error: BaseException) -> Response:
    """The answer to any exception of a handler."""
    failure = describe(context, error)
    if wants_json(context, request):
        body = body_v2(failure) if request.path.startswith("/api/v2") else body_v1(context, failure)
        response = json_response(body, failure.status)
    else:
        response = _as_page(context, failure)
    if failure.status == 429:
        response.headers["Retry-After"] = str(failure.details.get("retry_after", 60))
    elif failure.status == 503:
        response.headers["Retry-After"] = RETRY_SECONDS
    return response


def of_http_exception(context: Context, request: Request, error: HTTPException) -> Response:
    """404, 405 and 413 of werkzeug, and responses that a handler raised."""
    if error.response is not None and isinstance(error.response, Response):
        return error.response
    if wants_json(context, request):
        return _with_allow(of_error(context, request, _named(error)), error)
    status = error.code or 500
    title = translate(_TITLES.get(status, error.name))
    text = translate(_TEXTS.get(status, error.name))
    return _with_allow(page(title, text, status, context.lang or "vi"), error)


def _named(error: HTTPException) -> Exception:
    """405 has a named twin; 413 is named where it is described."""
    return MethodNotAllowed(error.name) if error.code == 405 else error


def _with_allow(response: Response, error: HTTPException) -> Response:
    valid = getattr(error, "valid_methods", None)
    if valid:
        response.headers["Allow"] = ", ".join(valid)
    return response


def _as_page(context: Context, failure: Failure) -> Response:
    title = _TITLES.get(failure.status, "Server Error" if failure.status >= 500 else "Not possible")
    text = _TEXTS.get(failure.status)
    message = translate(text) if text else failure.sentence
    return page(translate(title), message, failure.status, context.lang or "vi")
