"""Decides what the OpenAPI document says about records: one schema per DocType, and its operations as
far as the caller's roles open them."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from ristretto import access
from ristretto.context import Context
from ristretto.db.metas import get_meta
from ristretto.meta import Meta
from ristretto.meta.constants import DISPLAY_FIELDTYPES, TABLE_FIELDTYPES
from ristretto.web.openapi_parts import enveloped, in_path, json_body, query, responses

Json = dict[str, Any]
_WHOLE = {"type": ["integer", "null"]}
_NUMBER = {"type": ["number", "null"]}
# Single records keep these as the text that was written.
_NUMBER_OR_TEXT = {"type": ["number", "string", "null"]}
_TEXT = {"type": ["string", "null"]}
_BY_FIELDTYPE: dict[str, Json] = {
    "Check": {"type": ["integer", "null"], "enum": [0, 1, None]},
    "Int": _WHOLE,
    "Long Int": _WHOLE,
    "Float": _NUMBER,
    "Currency": _NUMBER,
    "Percent": _NUMBER,
    "Rating": _NUMBER_OR_TEXT,
    "Duration": _NUMBER_OR_TEXT,
    "JSON": {},
}
_STANDARD: Json = {
    "doctype": {"type": "string", "readOnly": True},
    "name": {"type": ["string", "integer", "null"]},
    "owner": {**_TEXT, "readOnly": True},
    "creation": {**_TEXT, "readOnly": True},
    "modified": {**_TEXT, "description": "sent along: a save of something older is refused"},
    "modified_by": {**_TEXT, "readOnly": True},
    "docstatus": {"type": "integer", "enum": [0, 1, 2]},
    "idx": {**_WHOLE, "readOnly": True},
}
_LIST_ARGUMENTS = [
    query("fields", {"type": "string"}, "JSON: a list of fieldnames"),
    query("filters", {"type": "string"}, "JSON: an object, or a list of [field, operator, value]"),
    query("or_filters", {"type": "string"}, "JSON, as filters; one of them must hold"),
    query("order_by", {"type": "string"}, "fieldname asc or desc, several with commas"),
    query("group_by", {"type": "string"}, "fieldname"),
]
_PAGE_V1 = [
    query("limit_start", {"type": "integer", "minimum": 0}),
    query("limit_page_length", {"type": "integer", "minimum": 0}, "0 means all; 20 if not given"),
]
_PAGE_V2 = [
    query("limit_start", {"type": "integer", "minimum": 0}),
    query("limit", {"type": "integer", "minimum": 0}, "0 means all; 20 if not given"),
]
_ROWS = {"type": "array", "items": {"type": "object"}}


def visible_doctypes(context: Context) -> list[Meta]:
    """DocTypes that the caller may read, child and virtual ones aside, in alphabetical order."""
    rows = context.db.execute("select `name` from `tabDocType` where `istable` = 0 order by `name`")
    metas = [get_meta(str(row[0])) for row in rows]
    return [meta for meta in metas if not meta.is_virtual and access.has_permission(meta.name)]


def record_schemas(metas: list[Meta], user: str) -> Json:
    """{component name: schema} of the DocTypes and of the rows they hold."""
    children = {str(field.options) for meta in metas for field in meta.table_fields}
    wanted = {meta.name: meta for meta in metas}
    wanted |= {name: get_meta(name) for name in sorted(children) if name not in wanted}
    return {component(name): schema_of(meta, user) for name, meta in wanted.items()}


def schema_of(meta: Meta, user: str) -> Json:
    """A record as it is read and sent; fields above the caller's level are left out."""
    hidden = {field.fieldname for field in meta.fields if _is_hidden(meta, field, user)}
    properties = {**_STANDARD}
    for field in meta.fields:
        if field.fieldtype in DISPLAY_FIELDTYPES or field.fieldname in hidden:
            continue
        properties[str(field.fieldname)] = _value(field)
    return {"type": "object", "title": meta.name, "properties": properties}


def _is_hidden(meta: Meta, field: Any, user: str) -> bool:
    """Rows have the levels of the form that holds them, which differ: only level 0 is told of those."""
    if meta.istable:
        return int(field.permlevel or 0) > 0
    return access.is_hidden_by_level(meta, str(field.fieldname), user)


def _value(field: Any) -> Json:
    if field.fieldtype in TABLE_FIELDTYPES:
        return {"type": "array", "items": {"$ref": reference(str(field.options))}}
    found = dict(_BY_FIELDTYPE.get(str(field.fieldtype), _TEXT))
    return {**found, "title": str(field.label)} if field.label else found


def component(doctype: str) -> str:
    """A name that is allowed in `components`: letters, digits, dots, underscores and hyphens."""
    return "".join(c if c.isascii() and c.isalnum() else f"_{ord(c):x}_" for c in doctype)


def reference(doctype: str) -> str:
    return f"#/components/schemas/{component(doctype)}"


def record_paths(metas: list[Meta]) -> Json:
    """The operations of all these DocTypes in both versions."""
    paths: Json = {}
    for meta in metas:
        paths |= _paths(meta, "V1", f"/api/resource/{quote(meta.name, safe='')}", _PAGE_V1)
        paths |= _paths(meta, "V2", f"/api/v2/document/{quote(meta.name, safe='')}", _PAGE_V2)
        paths |= _facts(meta)
    return paths


def _paths(meta: Meta, version: str, path: str, page: list[Json]) -> Json:
    one = {"$ref": reference(meta.name)}
    sent = {"parameters": [in_path("name")]}
    record: Json = {
        **sent,
        "get": _operation(meta, "read", version, responses(version, "200", "It", _data(one))),
    }
    if access.has_permission(meta.name, "write"):
        changed = responses(version, "200", "It, as saved", _data(one))
        update = _operation(meta, "update", version, changed, requestBody=json_body(one))
        record["put"] = update
        if version == "V2":
            again = {**update, "operationId": f"{update['operationId']}.patch"}
            record["patch"] = again
    if access.has_permission(meta.name, "delete"):
        gone = responses(version, "202", "It is gone", _data({"const": "ok"}))
        record["delete"] = _operation(meta, "delete", version, gone)
    found: Json = {f"{path}/{{name}}": record}
    if not meta.issingle:
        found[path] = _collection(meta, version, page)
    return found


def _collection(meta: Meta, version: str, page: list[Json]) -> Json:
    rows = responses(version, "200", "Rows that the caller may see", _data(_ROWS))
    listing = _operation(meta, "list", version, rows, parameters=[*_LIST_ARGUMENTS, *page])
    found: Json = {"get": listing}
    if access.has_permission(meta.name, "create"):
        one = {"$ref": reference(meta.name)}
        made = responses(version, "200", "It, as stored", _data(one))
        found["post"] = _operation(meta, "create", version, made, requestBody=json_body(one))
    return found


def _facts(meta: Meta) -> Json:
    """Definition and number of rows, which version 2 alone has addresses for."""
    path = f"/api/v2/doctype/{quote(meta.name, safe='')}"
    definition = responses("V2", "200", "The definition", _data({"type": "object"}))
    found: Json = {f"{path}/meta": {"get": _operation(meta, "meta", "V2", definition)}}
    if not meta.issingle:
        number = responses("V2", "200", "How many", _data({"type": "integer"}))
        arguments = [_LIST_ARGUMENTS[1]]
        counting = _operation(meta, "count", "V2", number, parameters=arguments)
        found[f"{path}/count"] = {"get": counting}
    return found


def _operation(meta: Meta, verb: str, version: str, answers: Json, **more: Any) -> Json:
    name = f"{version.lower()}.{verb}.{component(meta.name)}"
    return {"operationId": name, "tags": [meta.name], "responses": answers, **more}


def _data(schema: Json) -> Json:
    return enveloped("data", schema)
