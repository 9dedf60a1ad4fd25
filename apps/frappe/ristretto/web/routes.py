"""Decides which handler a path belongs to, and in which kind of transaction it runs.

Order: `cmd` anywhere, `/api/…`, private files, backups, app scripts for the desk, then pages. API routes are
a table: rule, verbs,
handler. Reading verbs hold one snapshot; writing verbs take the write lock before the handler
starts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import Map, Rule, Submount
from werkzeug.routing.exceptions import RequestRedirect
from werkzeug.wrappers import Response

from ristretto.context import Context
from ristretto.errors import DoesNotExistError
from ristretto.web import (
    backups,
    desk_scripts,
    openapi,
    pages,
    private_files,
    rest_v1,
    rest_v2,
)
from ristretto.web.answers import build_answer
from ristretto.web.body import SiteRequest
from ristretto.web.identity import LOGIN_PATHS
from ristretto.web.transactions import begin

Handler = Callable[..., Any]


def _rules_v1() -> list[Rule]:
    return [
        Rule("/method/<path:method>", endpoint=rest_v1.call_method),
        Rule("/resource/<doctype>", methods=["GET"], endpoint=rest_v1.list_documents),
        Rule("/resource/<doctype>", methods=["POST"], endpoint=rest_v1.create_document),
        Rule("/resource/<doctype>/<path:name>/", methods=["GET"], endpoint=rest_v1.read_document),
        Rule("/resource/<doctype>/<path:name>/", methods=["PUT"], endpoint=rest_v1.update_document),
        Rule(
            "/resource/<doctype>/<path:name>/", methods=["DELETE"], endpoint=rest_v1.delete_document
        ),
        Rule("/resource/<doctype>/<path:name>/", methods=["POST"], endpoint=rest_v1.run_method),
    ]


def _rules_v2() -> list[Rule]:
    document = "/document/<doctype>/<path:name>/"
    return [
        Rule("/method/run_doc_method", methods=["GET", "POST"], endpoint=rest_v2.run_doc_method),
        Rule("/method/<method>", endpoint=rest_v2.call_method),
        Rule("/method/<doctype>/<method>", endpoint=rest_v2.call_module_method),
        Rule("/document/<doctype>", methods=["GET"], endpoint=rest_v2.list_documents),
        Rule("/document/<doctype>", methods=["POST"], endpoint=rest_v1.create_document),
        Rule(document, methods=["GET"], endpoint=rest_v1.read_document),
        Rule(document, methods=["PUT", "PATCH"], endpoint=rest_v1.update_document),
        Rule(document, methods=["DELETE"], endpoint=rest_v1.delete_document),
        Rule(f"{document}method/<method>/", methods=["GET", "POST"], endpoint=rest_v2.run_method),
        Rule("/doctype/<doctype>/meta", methods=["GET"], endpoint=rest_v2.read_meta),
        Rule("/doctype/<doctype>/count", methods=["GET"], endpoint=rest_v2.count_documents),
    ]


API = Map(
    [
        Rule("/api/openapi.json", methods=["GET"], endpoint=openapi.send),
        Submount("/api", _rules_v1()),
        Submount("/api/v1", _rules_v1()),
        Submount("/api/v2", _rules_v2()),
    ],
    strict_slashes=False,
    merge_slashes=False,
)
_ADAPTER = API.bind("")  # no rule looks at the host


def dispatch(context: Context, request: SiteRequest) -> Response:
    """Run the handler of a path. Raises what it refuses; HTTPException for 404 and 405 of
    werkzeug."""
    if request.path.rstrip("/") in LOGIN_PATHS or context.form_dict.cmd == "login":
        return build_answer(context)
    if context.form_dict.cmd:
        return _answer(
            context, rest_v1.call_method(context, str(context.form_dict.cmd)), "v1", "message"
        )
    if request.path.startswith("/api/"):
        return dispatch_api(context, request)
    begin(context, request.method)
    if request.path.startswith("/private/files/"):
        return private_files.send(context, request)
    if request.path.startswith("/backups/"):
        return backups.send(context, request)
    if request.path.startswith("/desk-script/"):
        return desk_scripts.send(context, request)
    if request.method in ("GET", "HEAD", "POST"):
        return pages.respond(context, request)
    raise NotFound


def dispatch_api(context: Context, request: SiteRequest) -> Response:
    """A REST or method call; unknown paths are DoesNotExistError with an empty text (observed
    A501)."""
    try:
        handler, arguments = _ADAPTER.match(path_info=request.path, method=request.method)
    except (NotFound, RequestRedirect):
        raise DoesNotExistError from None
    except MethodNotAllowed:
        if request.path.strip("/").count("/") > 2:
            raise DoesNotExistError from None
        raise
    if handler not in _SELF_STARTING:
        begin(context, request.method)
    result = handler(context, **arguments)
    version = "v2" if request.path.startswith("/api/v2") else "v1"
    # The pages tell `message` (methods of v1) from `data` (documents, everything of v2).
    key = "message" if handler is rest_v1.call_method else "data"
    return _answer(context, result, version, key)


def _answer(context: Context, result: Any, version: str, key: str) -> Response:
    if isinstance(result, Response):
        return result
    if result is not None:
        context.response[key] = result
    return build_answer(context, version)


# These look at the endpoint's own declaration before they open the transaction.
_SELF_STARTING: tuple[Handler, ...] = (
    rest_v1.call_method,
    rest_v2.call_method,
    rest_v2.call_module_method,
    rest_v2.run_doc_method,
)
