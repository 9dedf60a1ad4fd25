"""Decides what the OpenAPI document of a site says to one caller: the records that the caller may see
and the functions that the caller may call, in both versions of the API.

Whatever is not written here is not offered: every operation names each status that it can answer with.
"""

from __future__ import annotations

from typing import Any

from ristretto.context import Context
from ristretto.context.translate import translate
from ristretto.errors import PermissionError
from ristretto.web.answers import json_response
from ristretto.web.endpoints import remote_functions
from ristretto.web.openapi_methods import method_paths
from ristretto.web.openapi_parts import COMPONENTS
from ristretto.web.openapi_records import record_paths, record_schemas, visible_doctypes
from ristretto.web.openapi_visible import visible_functions

Json = dict[str, Any]


def send(context: Context) -> Any:
    """`GET /api/openapi.json` for somebody who is signed in."""
    if context.user == "Guest":
        raise PermissionError(translate("Sign in to read the description of the API"))
    response = json_response(document(context))
    response.headers["Cache-Control"] = "private, no-store"
    return response


def document(context: Context) -> Json:
    """The document for the caller of this request."""
    metas = visible_doctypes(context)
    functions = visible_functions(context, remote_functions(context.site))
    schemas = {**COMPONENTS["schemas"], **record_schemas(metas, context.user)}
    return {
        "openapi": "3.1.0",
        "info": {"title": context.site.name, "version": "1", "description": _description()},
        "servers": [{"url": "/"}],
        "security": [{"token": []}, {"session": [], "csrf": []}],
        "paths": {**record_paths(metas), **method_paths(functions)},
        "components": {**COMPONENTS, "schemas": schemas},
    }


def _description() -> str:
    return translate(
        "Records and functions that your account may use. What you may not see is not listed."
    )
