"""Decides the course of a request: site, identity, route, transaction, answer.

`create_app` gives the WSGI application. A request reads its body, finds its user, runs one handler
in one transaction, and
ends in exactly one commit (unsafe verbs, or `flags.commit`) or rollback. Nothing escapes as a bare
500: every error becomes a
clear answer here.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from ristretto.context import Context, Site
from ristretto.context.translate import translate
from ristretto.db.connect import close_context, open_context
from ristretto.errors import DatabaseUnavailable, SessionStopped, ValidationError
from ristretto.web import assets, error_pages, sessions
from ristretto.web.body import SiteRequest, read_form_dict
from ristretto.web.csrf import UNSAFE
from ristretto.web.error_log import log_errors_to_file
from ristretto.web.headers import add_cors_headers, add_security_headers
from ristretto.web.identity import identify, prepare
from ristretto.web.resolve import attribute
from ristretto.web.routes import dispatch
from ristretto.web.rpc import call_with
from ristretto.web.sites import SiteTable
from ristretto.web.tokens import apply_authorization
from ristretto.web.uploads import max_file_size

logger = logging.getLogger("ristretto.web")
MAX_URL = 32 * 1024
WSGI = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def create_app(sites_path: Path | str, site: str | None = None) -> WSGI:
    """The WSGI application over a bench's sites; `site` serves that one whatever the Host says."""
    import_module("frappe")  # the public namespace completes the engine when it is imported
    sites = SiteTable(Path(sites_path).resolve(), site)
    log_errors_to_file(sites.sites_path)

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        request = SiteRequest(environ)
        response = respond(request, sites)
        add_security_headers(response)
        return response(environ, start_response)

    return application


def respond(request: SiteRequest, sites: SiteTable) -> Response:
    """The answer to any request whatever; the process edge where unexpected errors end."""
    try:
        if len(request.full_path) > MAX_URL:
            return error_pages.plain(414, "The address is too long")
        site = sites.find(request)
        if site is None:
            return error_pages.plain(404, "There is no such site here")
        return assets.serve(request, site) or run_in_site(request, site)
    except HTTPException as error:
        return error_pages.plain(error.code or 500, str(error.name))
    except Exception:
        # Process edge: nothing is left to ask for help (no context, no database).
        logger.exception("request failed before a site was reached: %s", request.path)
        return error_pages.plain(503, "The site cannot be reached at the moment")


def run_in_site(request: SiteRequest, site: Site) -> Response:
    """Open a context, run, close."""
    context = open_context(site)
    try:
        prepare(context, request)
        response = handle(context, request)
        _finish(context, request, response)
        return response
    finally:
        close_context(context)


def handle(context: Context, request: SiteRequest) -> Response:
    """One handler in one transaction; errors roll back and become answers."""
    try:
        if context.conf.maintenance_mode and not context.conf.allow_reads_during_maintenance:
            raise SessionStopped(translate("The site is being updated. Try again in a few minutes"))
        request.max_content_length = max_file_size(context)
        context.form_dict = read_form_dict(request)
        if request.method == "OPTIONS":
            return Response()
        identify(context, request)
        _run_hooks(context, "before_request")
        apply_authorization(context, request, context.site.get_hooks("auth_hooks"))
        response = dispatch(context, request)
        end_transaction(context, request.method)
        return response
    except HTTPException as error:
        context.db.rollback()
        return error_pages.of_http_exception(context, request, error)
    except Exception as error:
        # Process edge: every error, named or not, becomes an answer; unexpected ones are logged
        # under a number.
        context.db.rollback()
        return error_pages.of_error(context, request, error)


def end_transaction(context: Context, verb: str) -> None:
    """Writing verbs commit; reading verbs roll back unless the handler asked for a commit."""
    if verb in UNSAFE or context.flags.commit:
        context.db.commit()
    else:
        context.db.rollback()


def _finish(context: Context, request: SiteRequest, response: Response) -> None:
    """After the transaction: small writes of readers, session row, hooks, cookies, CORS."""
    _write_afterwards(context)
    try:
        _run_hooks(context, "after_request", response=response, request=request)
    except Exception:
        # Process edge: the answer exists already; a failing hook must not take it back.
        logger.exception("after_request hook failed")
    context.db.rollback()
    if response.status_code not in (405, 413) and request.method != "OPTIONS":
        context.cookie_manager.flush_cookies(response)
    add_cors_headers(request, response, context.conf.allow_cors)


def _write_afterwards(context: Context) -> None:
    """What a reader leaves behind (who looked, last seen, a CSRF token), in one short write.

    The answer exists already: if the database is busy or full, only these marks are lost.
    """
    tasks = list(getattr(context, "afterwards", []))
    if getattr(context, "session_dirty", False) or sessions.is_stale(context):
        tasks.append(lambda: sessions.touch(context.session))
    if not tasks:
        return
    try:
        context.db.begin("write")
        for task in tasks:
            task()
        context.db.commit()
    except (DatabaseUnavailable, ValidationError):
        context.db.rollback()
        logger.exception("marks of %s could not be written", context.user)


def _run_hooks(context: Context, event: str, **arguments: Any) -> None:
    for path in context.site.get_hooks(event):
        call_with(attribute(path), arguments)
