"""Decides which script text a desk may load: `/desk-script/<kind>/<name>?v=<hash>`, so that no page
needs eval.

The texts are the same that `getdoctype`, `get_script` and `getpage` carry; here they arrive as
files of our own origin, each in a function of its own, as stock evaluates them. Client Scripts come one by one:
a mistake in one is told by its name.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from werkzeug.exceptions import Forbidden, NotFound
from werkzeug.wrappers import Request, Response

from ristretto import access
from ristretto.context import Context
from ristretto.db.metas import get_meta
from ristretto.document import get_doc
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
        if kind == LISTED:
            return _listed(name, request.args.get("view") or "Form")
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


def _listed(doctype: str, view: str) -> Response:
    """The Client Scripts that run in a form or list, with the versions to ask for; none for those who see neither."""
    if not _may_see(doctype):
        return _json([])
    rows = attribute("frappe.desk.form.meta.client_scripts")(doctype, view)
    return _json([{"name": row.name, "version": _version(row.script)} for row in rows])


def _json(scripts: list[dict[str, str]]) -> Response:
    response = Response(json.dumps({"scripts": scripts}), mimetype="application/json")
    response.headers["Cache-Control"] = "no-cache"
    return response


def _version(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _text(kind: str, name: str) -> str:
    if kind in _META_KEYS:
        return _in_function(_from_meta(name, _META_KEYS[kind]), "({0})();")
    source = _SOURCES.get(kind)
    return source(name) if source else ""


def _from_meta(doctype: str, key: str) -> str:
    if not _may_see(doctype):
        access.require(doctype, "select")
    scripts: Mapping[str, Any] = attribute("frappe.desk.form.meta.get_scripts")(doctype)
    return str(scripts.get(key) or "")


def _may_see(doctype: str) -> bool:
    """Children have no permissions of their own; their scripts come with their parents'."""
    meta = get_meta(doctype)
    return bool(meta.istable) or any(
        access.has_permission(doctype, ptype) for ptype in ("read", "select")
    )


def _in_function(text: str, form: str) -> str:
    """The text on its own lines, so that a mistake has the number that its author sees; names in it stay in it."""
    body = "function () {" + text + "\n}"
    return form.replace("{0}", body) if text else ""


def _client_script(name: str) -> str:
    """One enabled script, for those who see its form."""
    script = get_doc("Client Script", name)
    return _in_function(script.script or "", "({0})();") if _is_open(script) else ""


def _is_open(script: Any) -> bool:
    return bool(script.enabled) and _may_see(script.dt)


def _unrun(name: str) -> str:
    """The text for a browser to read and not to run, for those who may read the record."""
    script = get_doc("Client Script", name)
    script.check_permission("read")
    return _in_function(script.script or "", "void {0};")


def _from_report(name: str) -> str:
    answer = attribute("frappe.desk.query_report.get_script")(report_name=name)
    return str(answer.get("script") or "")


def _from_page(name: str) -> str:
    return str(attribute("frappe.desk.desk_page.get_script")(name) or "")


LISTED = "client-scripts"
_SOURCES: dict[str, Callable[[str], str]] = {
    "report": _from_report,
    "page": _from_page,
    "client-script": _client_script,
    "client-check": _unrun,
}
