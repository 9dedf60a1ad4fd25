"""Decides how a method runs on a document that the client sends along (`run_doc_method`).

The sent values are used, but only over a record the caller may read and that nobody saved in
between.
"""

from __future__ import annotations

from typing import Any

from ristretto.context import Context
from ristretto.context.messages import throw
from ristretto.context.translate import translate
from ristretto.document import Document, get_doc
from ristretto.errors import PermissionError, ValidationError
from ristretto.web import rpc
from ristretto.web.whitelist import whitelist

# Methods that every document offers to clients; the document room cannot know this one.
PUBLIC_METHODS = ("submit", "cancel", "rename", "add_comment")
for _name in PUBLIC_METHODS:
    if hasattr(Document, _name):
        whitelist()(getattr(Document, _name))


def run_on_sent_document(context: Context, values: Any, method: str, arguments: Any) -> Any:
    """The method's result; `docs` of the response holds the document afterwards."""
    if not isinstance(values, dict) or not values.get("doctype"):
        raise ValidationError(translate("A document with its doctype is needed"))
    document = get_doc(values)
    if not document.is_new():
        document.check_if_latest()
    return run(context, document, method, arguments)


def run(context: Context, document: Any, method: str, arguments: Any) -> Any:
    """Check read permission and the whitelist, call, and put the document into the answer."""
    if not document.has_permission("read"):
        throw(translate("Not permitted"), PermissionError)
    function = getattr(document, method, None) if method and not method.startswith("_") else None
    path = f"{type(document).__module__}.{type(document).__qualname__}.{method}"
    if function is None:
        raise ValidationError(translate("{0} has no method {1}").format(document.doctype, method))
    endpoint = rpc.require_endpoint(function, path)
    rpc.authorize(context, endpoint, path, context.request.method)
    result = rpc.call_with(function, as_arguments(function, arguments))
    context.response.setdefault("docs", []).append(document)
    return result


def as_arguments(function: Any, given: Any) -> dict[str, Any]:
    """Keyword arguments: an object is spread, unless the method has a parameter `args`; a plain
    value is the first."""
    names = rpc.parameter_names(function)
    if not names or given in (None, "", {}):
        return {}
    if "args" in names:
        return {"args": given}
    if isinstance(given, dict):
        return rpc.accepted_arguments(function, given)
    return {names[0]: given}
