"""Decides the parts that all operations of the OpenAPI document share: refusals, answers, arguments."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
REFUSALS = {
    "400": "The body is broken, or the token against forged requests is missing",
    "401": "Nobody is signed in, or the credentials are wrong",
    "403": "The account lacks the right",
    "404": "There is no such record",
    "409": "Another record has that name, or somebody changed it first",
    "410": "The link was used already, or is too old",
    "413": "The body is too large",
    "415": "The body has a kind that is not read",
    "417": "A value, a filter or an argument cannot be used; the sentence names it",
    "429": "Too many attempts; Retry-After tells when to come back",
    "503": "The site is being updated or its database is busy",
}
_TEXT: Json = {"type": "string"}

COMPONENTS: Json = {
    "securitySchemes": {
        "token": {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "token KEY:SECRET",
        },
        "session": {"type": "apiKey", "in": "cookie", "name": "sid"},
        "csrf": {"type": "apiKey", "in": "header", "name": "X-Frappe-CSRF-Token"},
    },
    "schemas": {
        "ErrorV1": {
            "type": "object",
            "description": "a function that sets the status itself answers its message alone, "
            "OAuth its error (RFC 6749)",
            "anyOf": [{"required": [key]} for key in ("exc_type", "message", "error")],
            "properties": {
                "exc_type": _TEXT,
                "exception": _TEXT,
                "_server_messages": {**_TEXT, "description": "JSON: a list of JSON texts"},
                "exc": {**_TEXT, "description": "JSON: traces, for developers"},
            },
        },
        "ErrorV2": {
            "type": "object",
            "description": "a function that sets the status itself answers its data alone, "
            "OAuth its error (RFC 6749)",
            "anyOf": [{"required": [key]} for key in ("errors", "data", "error")],
            "properties": {
                "errors": {
                    "type": "array",
                    "minItems": 1,
                    "items": {
                        "type": "object",
                        "required": ["type"],
                        "properties": {"type": _TEXT, "message": _TEXT, "exception": _TEXT},
                    },
                }
            },
        },
    },
    "responses": {
        f"{version}-{status}": {
            "description": text,
            "content": {
                "application/json": {"schema": {"$ref": f"#/components/schemas/Error{version}"}},
                "text/html": {"schema": _TEXT},  # a function may answer with a page that says no
            },
        }
        for version in ("V1", "V2")
        for status, text in REFUSALS.items()
    },
}


def responses(version: str, status: str, description: str, schema: Json) -> Json:
    """The answer of an operation and every refusal of the version (`V1` or `V2`)."""
    good = {"description": description, "content": {"application/json": {"schema": schema}}}
    return {status: good, **refusals(version)}


def refusals(version: str) -> Json:
    return {status: {"$ref": f"#/components/responses/{version}-{status}"} for status in REFUSALS}


def enveloped(key: str, schema: Json, *, required: bool = True) -> Json:
    """An object that holds the value under `data` or `message`, beside messages to people."""
    found: Json = {"type": "object", "properties": {key: schema}}
    return {**found, "required": [key]} if required else found


def json_body(schema: Json) -> Json:
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def query(name: str, schema: Json, description: str = "", *, required: bool = False) -> Json:
    return _argument("query", name, schema, description, required)


def in_path(name: str) -> Json:
    return _argument("path", name, {"type": "string", "minLength": 1}, "", True)


def _argument(place: str, name: str, schema: Json, description: str, required: bool) -> Json:
    found = {"in": place, "name": name, "required": required, "schema": schema}
    return {**found, "description": description} if description else found
