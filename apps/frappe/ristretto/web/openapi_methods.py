"""Decides what the OpenAPI document says about remote functions: verbs, arguments and their types."""

from __future__ import annotations

import datetime
import inspect
import types
import typing
from collections.abc import Mapping
from typing import Any

from ristretto.web.arguments import annotations_of
from ristretto.web.openapi_parts import enveloped, json_body, query, refusals
from ristretto.web.whitelist import Endpoint

Json = dict[str, Any]
_NAMED = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
_TYPES: dict[Any, Json] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    list: {"type": "array"},
    dict: {"type": "object"},
    datetime.date: {"type": "string", "format": "date"},
    datetime.datetime: {"type": "string", "format": "date-time"},
    type(None): {"type": "null"},
}
_ANSWERS = {
    "200": "What the function returns, or a file or page that it makes",
    "202": "Done",
    "301": "Elsewhere",
    "302": "Elsewhere",
}


def method_paths(functions: Mapping[str, Endpoint]) -> Json:
    """The operations of functions, by their names, in both versions."""
    paths: Json = {}
    for name, endpoint in functions.items():
        paths[f"/api/method/{name}"] = _operations(name, endpoint, "V1", "message")
        paths[f"/api/v2/method/{name}"] = _operations(name, endpoint, "V2", "data")
    return paths


def _operations(name: str, endpoint: Endpoint, version: str, key: str) -> Json:
    arguments = arguments_of(endpoint)
    found: Json = {}
    for verb in _verbs(endpoint):
        operation: Json = {
            "operationId": f"{version.lower()}.{verb.lower()}.{name}",
            "tags": [name.rpartition(".")[0] or "short"],
            "responses": _answers(version, key),
        }
        if summary := inspect.getdoc(endpoint.function):
            operation["summary"] = summary.split("\n", 1)[0]
        if endpoint.allow_guest:
            operation["security"] = [{}, {"token": []}]
        if verb == "GET":
            operation["parameters"] = [
                query(each, schema, required=needed) for each, (schema, needed) in arguments.items()
            ]
        else:
            operation["requestBody"] = json_body(_body(arguments))
        found[verb.lower()] = operation
    return found


def _verbs(endpoint: Endpoint) -> list[str]:
    """GET for functions that declare to read; of the others the verbs that change something."""
    if endpoint.mode == "read":
        return [verb for verb in endpoint.methods if verb in ("GET", "POST")]
    writing = [verb for verb in endpoint.methods if verb in ("POST", "PUT", "DELETE")]
    return (["POST"] if "POST" in writing else writing) or ["GET"]


def arguments_of(endpoint: Endpoint) -> dict[str, tuple[Json, bool]]:
    """{argument: (schema, must be given)}; arguments that are never taken from outside are left out."""
    hints = annotations_of(endpoint.function)
    found = {}
    for parameter in inspect.signature(endpoint.function).parameters.values():
        if parameter.kind in _NAMED and parameter.name not in ("ignore_permissions", "flags"):
            needed = parameter.default is inspect.Parameter.empty
            found[parameter.name] = (schema_of(hints.get(parameter.name, Any)), needed)
    return found


def schema_of(hint: Any) -> Json:
    """The JSON that an annotation takes; anything for annotations that JSON does not know."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        parts = [schema_of(each) for each in inner]
        return {"anyOf": parts} if all(parts) else {}
    if origin is typing.Literal:
        return {"enum": list(inner)}
    if origin is typing.Annotated:
        return schema_of(inner[0])
    return dict(_TYPES.get(None.__class__ if hint is None else origin or hint, {}))


def _body(arguments: Mapping[str, tuple[Json, bool]]) -> Json:
    needed = [name for name, (_schema, required) in arguments.items() if required]
    properties = {name: schema for name, (schema, _required) in arguments.items()}
    body: Json = {"type": "object", "properties": properties}
    return {**body, "required": needed} if needed else body


def _answers(version: str, key: str) -> Json:
    """A function may set a status, a file or a redirect itself; JSON has the value under the key."""
    good: Json = {status: {"description": text} for status, text in _ANSWERS.items()}
    schema = enveloped(key, {}, required=False)
    good["200"]["content"] = {"application/json": {"schema": schema}, "*/*": {"schema": {}}}
    return {**good, **refusals(version)}
