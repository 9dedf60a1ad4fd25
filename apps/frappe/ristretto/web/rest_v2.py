"""Decides what `/api/v2` does beyond what it shares with version 1."""

from __future__ import annotations

from typing import Any

from ristretto import query
from ristretto.context import Context, scrub
from ristretto.db.metas import get_meta
from ristretto.web import rpc
from ristretto.web.doc_methods import run_on_sent_document
from ristretto.web.listing import DEFAULT_SIZE, parse_filters, parse_json
from ristretto.web.listing import list_documents as query_list
from ristretto.web.rest_v1 import run_method as run_method_v1
from ristretto.web.transactions import begin


def call_method(context: Context, method: str) -> Any:
    """A whitelisted function; logout answers unwrapped, as its keys are set on the response
    itself."""
    verb = context.request.method
    endpoint = rpc.resolve(context, method)
    rpc.authorize(context, endpoint, method, verb)
    begin(context, verb, endpoint)
    return rpc.call(context, endpoint, context.form_dict)


def call_module_method(context: Context, doctype: str, method: str) -> Any:
    """A whitelisted function of a DocType's controller module."""
    meta = get_meta(doctype)
    module = scrub(str(meta.module))
    app = context.site.module_app.get(module, "frappe")
    name = scrub(str(meta.name))
    return call_method(context, f"{app}.{module}.doctype.{name}.{name}.{method}")


def list_documents(context: Context, doctype: str) -> list[Any]:
    size = context.form_dict.get("limit")
    return query_list(doctype, context.form_dict, DEFAULT_SIZE if size is None else size)


def count_documents(context: Context, doctype: str) -> int:
    """Rows the caller may see, with `filters`."""
    get_meta(doctype)
    filters = parse_filters(context.form_dict.get("filters"))
    return int(query.count(doctype, filters=filters))


def read_meta(context: Context, doctype: str) -> Any:
    """The definition, without what is not set."""
    found = {"doctype": "DocType", **get_meta(doctype).as_dict()}
    return {key: _without_nulls(value) for key, value in found.items() if value is not None}


def _without_nulls(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    return [
        {k: v for k, v in row.items() if v is not None} if isinstance(row, dict) else row
        for row in value
    ]


def run_method(context: Context, doctype: str, name: str, method: str) -> Any:
    return run_method_v1(context, doctype, name, method)


def run_doc_method(context: Context) -> Any:
    """`{document, method, kwargs}`: a method of an unsaved or saved document as the client holds
    it."""
    begin(context, context.request.method)
    form = context.form_dict
    document = parse_json(form.get("document"), "document")
    kwargs = parse_json(form.get("kwargs") or "{}", "kwargs")
    return run_on_sent_document(context, document, str(form.get("method") or ""), kwargs)
