"""Decides which script text a desk may load: `/desk-script/<kind>/<name>?v=<hash>`, so that no page
needs eval.

The texts are the same that `getdoctype`, `get_script` and `getpage` carry; here they arrive as
files of our own origin.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from werkzeug.exceptions import Forbidden, NotFound
from werkzeug.wrappers import Request, Response

from ristretto import access
from ristretto.context import Context
from ristretto.db.metas import get_meta
from ristretto.errors import DoesNotExistError, PermissionError
from ristretto.web.resolve import attribute

_META_KEYS = {
    "form": "__js",
    "form-custom": "__custom_js",
    "list": "__list_js",
    "list-custom": "__custom_list_js",
    "tree": "__tree_js",
    "calendar": "__calendar_js",
}


def send(context: Context, request: Request) -> Response:
    """JavaScript text; 403 without the desk or the right, 404 when there is no such script."""
    if context.user == "Guest" or "Desk User" not in access.roles(context.user):
        raise Forbidden
    kind, _slash, name = request.path.removeprefix("/desk-script/").partition("/")
    try:
        text = _text(kind, name)
    except (DoesNotExistError, PermissionError):
        raise NotFound from None
    if not text:
        raise NotFound
    response = Response(text, mimetype="text/javascript")
    versioned = bool(request.args.get("v"))
    response.headers["Cache-Control"] = (
        "private, max-age=31536000, immutable" if versioned else "no-cache"
    )
    return response


def _text(kind: str, name: str) -> str:
    if kind in _META_KEYS:
        return _from_meta(name, _META_KEYS[kind])
    source = _SOURCES.get(kind)
    return source(name) if source else ""


def _from_meta(doctype: str, key: str) -> str:
    get_meta(doctype)
    # Children have no permissions of their own; their scripts come with their parents'.
    if not get_meta(doctype).istable and not access.has_permission(doctype, "read"):
        access.require(doctype, "select")
    scripts: Mapping[str, Any] = attribute("frappe.desk.form.meta.get_scripts")(doctype)
    return str(scripts.get(key) or "")


def _from_report(name: str) -> str:
    answer = attribute("frappe.desk.query_report.get_script")(report_name=name)
    return str(answer.get("script") or "")


def _from_page(name: str) -> str:
    return str(attribute("frappe.desk.desk_page.get_script")(name) or "")


_SOURCES: dict[str, Callable[[str], str]] = {"report": _from_report, "page": _from_page}
