"""Decides how `frappe.response` becomes bytes: JSON, CSV, a download, a PDF, a redirect, a page.

A handler sets `type` (absent = JSON) and its companions: `filename`, `filecontent`, `result`,
`doctype`, `location`,
`content_type`, `display_content_as`, `http_status_code`.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from werkzeug.datastructures import Headers
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from ristretto.context import Context
from ristretto.web.failures import messages_json
from ristretto.web.serialize import to_json

_INTERNAL = ("type", "http_status_code", "route", "display_content_as", "location", "context")


def build_answer(context: Context, version: str = "v1", kind: str | None = None) -> Response:
    """The answer to a successful request."""
    name = context.response.get("type") or kind or "json"
    if isinstance(name, str) and (builder := _BUILDERS.get(name)):
        return builder(context)
    return json_answer(context, version)


def json_answer(context: Context, version: str = "v1") -> Response:
    """All keys of the response dict plus queued messages, in the shape of the API version."""
    status = int(context.response.get("http_status_code") or 200)
    body = {k: v for k, v in context.response.items() if k not in _INTERNAL}
    if not body.get("docs"):
        body.pop("docs", None)
    if version == "v2":
        _add_messages_v2(context, body)
    else:
        _add_messages_v1(context, body)
    return json_response(body, status)


class JsonResponse(Response):
    """An answer with a body whose length is known and no address that would have to be completed."""

    def __init__(self, body: bytes, status: int) -> None:
        headers = Headers()
        headers[:] = (
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(body))),
            # What is answered depends on who asks: neither a browser nor a proxy may keep it.
            ("Cache-Control", "private, no-store"),
        )
        super().__init__([body], status, headers)

    def get_wsgi_headers(self, environ: Any) -> Headers:
        """The headers as they stand; werkzeug copies and checks each a second time."""
        return self.headers


def json_response(body: Any, status: int = 200) -> Response:
    return JsonResponse(to_json(body), status)


def disposition(kind: str, filename: str) -> str:
    """A Content-Disposition value that survives any file name (RFC 6266)."""
    plain = "".join(
        c if c.isascii() and c.isprintable() and c not in '"\\;' else "_" for c in filename
    )
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"


def _add_messages_v1(context: Context, body: dict[str, Any]) -> None:
    if context.debug_log:
        body["_debug_messages"] = to_json([str(line) for line in context.debug_log]).decode()
    if context.message_log:
        body["_server_messages"] = messages_json(context.message_log)


def _add_messages_v2(context: Context, body: dict[str, Any]) -> None:
    if context.message_log:
        body["messages"] = list(context.message_log)
    if context.debug_log:
        body["debug"] = [{"message": str(line)} for line in context.debug_log]


def _csv(context: Context) -> Response:
    name = str(context.response.get("doctype") or context.response.get("filename") or "data")
    return _file(context.response.get("result") or "", f"{name}.csv", "attachment", "text/csv")


def _txt(context: Context) -> Response:
    name = str(context.response.get("doctype") or context.response.get("filename") or "data")
    return _file(context.response.get("result") or "", f"{name}.txt", "attachment", "text/plain")


def _download(context: Context) -> Response:
    name = str(context.response.get("filename") or "download")
    kind = str(context.response.get("display_content_as") or "attachment")
    guessed = context.response.get("content_type") or mimetypes.guess_type(name)[0]
    return _file(context.response.get("filecontent") or b"", name, kind, guessed)


def _binary(context: Context) -> Response:
    name = str(context.response.get("filename") or "data")
    return _file(
        context.response.get("filecontent") or b"", name, "attachment", "application/octet-stream"
    )


def _pdf(context: Context) -> Response:
    name = str(context.response.get("filename") or "document.pdf")
    return _file(context.response.get("filecontent") or b"", name, "inline", "application/pdf")


def _redirect(context: Context) -> Response:
    return redirect(str(context.response.get("location") or "/"), 302)


def _page(context: Context) -> Response:
    from ristretto.web.pages import render_route

    return render_route(context, str(context.response.get("route") or "message"))


def _file(content: Any, name: str, kind: str, mimetype: str | None) -> Response:
    raw = content.encode("utf-8") if isinstance(content, str) else content
    response = Response(raw, mimetype=mimetype or "application/octet-stream")
    response.headers["Content-Disposition"] = disposition(kind, name)
    return response


_BUILDERS: dict[str, Callable[[Context], Response]] = {
    "csv": _csv,
    "txt": _txt,
    "download": _download,
    "binary": _binary,
    "pdf": _pdf,
    "redirect": _redirect,
    "page": _page,
}
