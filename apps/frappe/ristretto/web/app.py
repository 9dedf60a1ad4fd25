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
from ristretto.db.connect import close_context, connected, open_context
from ristretto.errors import (
    DatabaseUnavailable,
    RequestTimeoutError,
    SessionStopped,
    ValidationError,
)
from ristretto.site.newer import refuse_newer
from ristretto.web import assets, error_pages, outages, sessions, viewing
from ristretto.web.body import DEFAULT_MAX_BODY, SiteRequest, read_form_dict
from ristretto.web.csrf import UNSAFE
from ristretto.web.error_log import log_errors_to_file
from ristretto.web.headers import add_cors_headers, add_security_headers
from ristretto.web.identity import identify, prepare
from ristretto.web.rate_budget import open_budget
from ristretto.web.resolve import attribute
from ristretto.web.routes import dispatch
from ristretto.web.rpc import call_with
from ristretto.web.serving import handover
from ristretto.web.serving.handover import HandOver, Place
from ristretto.web.sites import SiteTable
from ristretto.web.tokens import apply_authorization
from ristretto.web.transactions import READING_VERBS
from ristretto.web.uploads import max_file_size

logger = logging.getLogger("ristretto.web")
MAX_URL = 32 * 1024


def create_app(sites_path: Path | str, site: str | None = None) -> Application:
    """The WSGI application over a bench's sites; `site` serves that one whatever the Host says."""
    import_module("frappe")  # the public namespace completes the engine when it is imported
    sites = SiteTable(Path(sites_path).resolve(), site)
    log_errors_to_file(sites.sites_path)

    return Application(sites)


class Application:
    """The WSGI application; the processes of `web/serving` ask it for the response itself."""

    def __init__(self, sites: SiteTable) -> None:
        self.sites = sites

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        return self.respond(environ)(environ, start_response)

    def respond(self, environ: dict[str, Any]) -> Response:
        """The answer. Raises HandOver where the request belongs into another place."""
        response = respond(SiteRequest(environ), self.sites)
        add_security_headers(response)
        return response

    def largest_body(self, environ: dict[str, Any]) -> int:
        """Bytes that a request to this site may carry."""
        site = self.sites.find(SiteRequest(environ))
        if site is None:
            return DEFAULT_MAX_BODY
        with connected(site, "Guest") as context:
            return max_file_size(context)


def respond(request: SiteRequest, sites: SiteTable) -> Response:
    """The answer to any request whatever; the process edge where unexpected errors end."""
    site = None
    try:
        if len(request.path) + len(request.query_string) > MAX_URL:
            return error_pages.plain(414, "The address is too long")
        site = sites.find(request)
        if site is None:
            return error_pages.plain(404, "There is no such site here")
        return assets.serve(request, site) or run_in_site(request, site)
    except HTTPException as error:
        return error_pages.plain(error.code or 500, str(error.name))
    except Exception as error:
        # Process edge: nothing is left to ask for help (no context, no database).
        return outages.answer(request, site, error)


def run_in_site(request: SiteRequest, site: Site) -> Response:
    """Open a context, run, close. What would wait on the loop for somebody's lock runs in a thread."""
    handover.leave_loop_of(request, site)
    waits = handover.place_of(request) is not Place.LOOP
    mode = "read" if request.method in READING_VERBS else None
    context = open_context(site, mode=mode, waits=waits, holds_site=True)
    try:
        prepare(context, request)
        context.budget = open_budget(context)  # type: ignore[attr-defined]
        response = _within_limits(context, request)
        _finish(context, request, response)
        return response
    finally:
        close_context(context)
        context.login_manager = None  # they hold each other until the collector comes


def _within_limits(context: Context, request: SiteRequest) -> Response:
    """The answer in the time that its place allows; a long read moves on to the slow process."""
    if handover.place_of(request) is Place.ALONE:
        return handle(context, request)
    with handover.time_limit(context, request) as limit:
        response = handle(context, request)
    stopped = limit.is_passed and context.flags.statement_stopped
    if handover.place_of(request) is Place.SLOW:
        was_late = stopped or (limit.is_passed and response.status_code >= 500)
        return _too_late(context, request) if was_late else response
    if not stopped or context.flags.commit:
        return response  # what waited for something else than the database is not done twice
    context.db.rollback()
    raise HandOver(Place.SLOW)


def _too_late(context: Context, request: SiteRequest) -> Response:
    """Whatever the interrupted handler made of it, the caller hears what happened."""
    text = translate("This took longer than {0} seconds and was stopped. Ask for less at once.")
    error = RequestTimeoutError(text.format(round(handover.seconds(context))))
    context.message_log.clear()
    return error_pages.of_error(context, request, error)


def handle(context: Context, request: SiteRequest) -> Response:
    """One handler in one transaction; errors roll back and become answers."""
    try:
        if context.conf.maintenance_mode and not context.conf.allow_reads_during_maintenance:
            raise SessionStopped(translate("The site is being updated. Try again in a few minutes"))
        refuse_newer(context)
        if context.budget:  # type: ignore[attr-defined]
            context.budget.refuse_when_spent()  # type: ignore[attr-defined]
        request.max_content_length = max_file_size(context)
        context.form_dict = read_form_dict(request)
        handover.choose(context, request)
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
        if isinstance(error, DatabaseUnavailable):
            handover.leave_loop(request)
        return error_pages.of_error(context, request, error)


def end_transaction(context: Context, verb: str) -> None:
    """Writing verbs commit; reading verbs and readers roll back unless the handler asked for a commit.

    A reader may render a template, whose author may have written more than meant to be read.
    """
    if (verb in UNSAFE and not context.flags.reading) or context.flags.commit:
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
    if context.budget:  # type: ignore[attr-defined]
        context.budget.settle(response)  # type: ignore[attr-defined]
    add_cors_headers(request, response, context.conf.allow_cors)


def _write_afterwards(context: Context) -> None:
    """What a reader leaves behind (who looked, last seen, a CSRF token), in one short write.

    The answer exists already: if the database is busy or full, only these marks are lost.
    """
    tasks = list(getattr(context, "afterwards", []))
    if viewing.is_looking(context):
        tasks.clear()  # nobody was there
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
        handover.leave_loop(context.request)
        logger.exception("marks of %s could not be written", context.user)


def _run_hooks(context: Context, event: str, **arguments: Any) -> None:
    for path in context.site.get_hooks(event):
        call_with(attribute(path), arguments)
