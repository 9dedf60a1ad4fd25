"""Decides what `/api/resource` and `/api/method` do (and the document routes that version 2
shares)."""

from __future__ import annotations

from typing import Any

from ristretto.context import Context
from ristretto.context.messages import throw
from ristretto.context.translate import translate
from ristretto.document import delete_doc, get_doc
from ristretto.errors import DoesNotExistError, PermissionError, ValidationError
from ristretto.web import rpc
from ristretto.web.body import read_document as body_document
from ristretto.web.listing import DEFAULT_SIZE
from ristretto.web.listing import list_documents as query_list
from ristretto.web.rows import keep_in_its_record
from ristretto.web.transactions import begin

_NEVER_SET = ("flags", "doctype")


def call_method(context: Context, method: str) -> Any:
    """A whitelisted function by name; what follows a slash in the name is ignored (observed
    A518)."""
    name = method.split("/", 1)[0]
    context.form_dict.cmd = name
    verb = context.request.method
    endpoint = rpc.resolve(context, name)
    rpc.authorize(context, endpoint, name, verb)
    begin(context, verb, endpoint)
    return rpc.call(context, endpoint, context.form_dict)


def list_documents(context: Context, doctype: str) -> list[Any]:
    form = context.form_dict
    size = form.get("limit_page_length", form.get("limit") or DEFAULT_SIZE)
    return query_list(doctype, form, size)


def create_document(context: Context, doctype: str) -> Any:
    """Insert; the DocType of the URL wins over the body's."""
    values = _without_reserved(body_document(context.request, context.form_dict))
    document = get_doc({**values, "doctype": doctype})
    document.insert()
    return _readable(document)


def read_document(context: Context, doctype: str, name: str) -> Any:
    if "run_method" in context.form_dict:
        return run_method(context, doctype, name)
    document = get_doc(doctype, name)
    document.check_permission("read")
    return _readable(document)


def update_document(context: Context, doctype: str, name: str) -> Any:
    """Overlay the body and save; a stale `modified` in it is refused, an absent one never is."""
    values = _without_reserved(body_document(context.request, context.form_dict))
    document = get_doc(doctype, name, for_update=True)
    other = values.pop("name", None)
    if other is not None and other != document.name:
        raise DoesNotExistError(translate("{0} {1} not found").format(doctype, other))
    _check_tables(document, values)
    keep_in_its_record(document, values)
    document.update(values)
    document.save()
    if document.meta.istable and document.get("parenttype"):
        get_doc(document.parenttype, document.parent).save()
    return _readable(document)


def delete_document(context: Context, doctype: str, name: str) -> str:
    delete_doc(doctype, name, ignore_missing=False)
    context.response.http_status_code = 202
    return "ok"


def run_method(context: Context, doctype: str, name: str, method: str | None = None) -> Any:
    """A whitelisted method of a document, named by `run_method`."""
    method = method or context.form_dict.pop("run_method", None)
    if not method:
        raise ValidationError(
            translate("run_method is missing: name the method of {0} to call").format(doctype)
        )
    document = get_doc(doctype, name)
    if context.request.method not in ("GET", "HEAD", "POST"):
        throw(translate("Not permitted"), PermissionError)
    return rpc.run_method_of(document, str(method), context.form_dict, context.request.method)


def _without_reserved(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key not in _NEVER_SET and key != "cmd"}


def _check_tables(document: Any, values: dict[str, Any]) -> None:
    """A child table takes a list of objects or null; stock answers anything else with a 500."""
    for field in document.meta.table_fields:
        rows = values.get(field.fieldname)
        if rows is not None and not (
            isinstance(rows, list) and all(isinstance(r, dict) for r in rows)
        ):
            raise ValidationError(
                translate("{0} must be a list of rows").format(
                    translate(field.label or field.fieldname)
                )
            )


def _readable(document: Any) -> Any:
    """Hide fields of levels that the caller may not read, in answers to writes too (closed hole
    P-LEAK-1)."""
    document.apply_fieldlevel_read_permissions()
    return document
