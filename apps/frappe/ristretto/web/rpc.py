"""Decides what a remote call runs: the method's name, its override, its verb, its arguments.

Refusals: an unknown name is 417, a name that is not whitelisted, not for guests or not for this
verb is 403, a missing
argument is 417 (stock: 500).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NoReturn

import nh3

from ristretto.context import AttrDict, Context
from ristretto.context.messages import throw
from ristretto.context.signatures import keywords_of, signature_of
from ristretto.context.translate import translate
from ristretto.errors import DoesNotExistError, PermissionError, ValidationError
from ristretto.web import named_scripts
from ristretto.web.resolve import attribute
from ristretto.web.whitelist import Endpoint, endpoint_of

# Names without a dot that clients call; each is a function of frappe.handler.
SHORT_NAMES = frozenset(
    {
        "ping",
        "logout",
        "web_logout",
        "upload_file",
        "uploadfile",
        "download_file",
        "run_doc_method",
        "runserverobj",
    }
)
_ALWAYS_DROPPED = ("ignore_permissions", "flags")


def resolve(context: Context, method: str) -> Endpoint:
    """The endpoint behind a name of a URL. Raises ValidationError or PermissionError."""
    path = _overridden(context, method)
    if script := named_scripts.endpoint_of(path):
        return script
    try:
        function, path = _function_at(path)
    except ValidationError as error:
        throw(translate("Failed to get method for command {0} with {1}").format(method, error))
    return require_endpoint(function, path)


def function_of(context: Context, method: str) -> tuple[Callable[..., Any], str]:
    """What a name of a URL stands for on this site, and its dotted path. Raises ValidationError."""
    return _function_at(_overridden(context, method))


def _function_at(path: str) -> tuple[Callable[..., Any], str]:
    if path in SHORT_NAMES:
        path = f"frappe.handler.{path}"
    return attribute(path), path


def require_endpoint(function: Callable[..., Any], path: str) -> Endpoint:
    """The registration of a function, or a refusal naming it."""
    endpoint = endpoint_of(function) if callable(function) else None
    if endpoint is None:
        _refuse(path)
    return endpoint


def authorize(context: Context, endpoint: Endpoint, path: str, verb: str) -> None:
    """Refuse guests and verbs that the endpoint does not admit. Raises PermissionError (403)."""
    if context.user == "Guest" and not endpoint.allow_guest:
        _refuse(path)
    if verb not in endpoint.methods:
        throw(translate("Not permitted"), PermissionError)


def call(context: Context, endpoint: Endpoint, arguments: Mapping[str, Any]) -> Any:
    """Run the endpoint with those arguments that it takes."""
    given = {key: value for key, value in arguments.items() if key != "cmd"}
    if context.user == "Guest" and not endpoint.xss_safe:
        given = {key: _cleaned(value) for key, value in given.items()}
    return call_with(endpoint.function, given)


def call_with(function: Callable[..., Any], given: Mapping[str, Any]) -> Any:
    """Call with the accepted part of `given`; a missing argument is named in a 417."""
    accepted = accepted_arguments(function, given)
    try:
        signature_of(function).bind(**accepted)
    except TypeError as error:
        raise ValidationError(f"{function.__qualname__}: {error}") from None
    return function(**accepted)


def accepted_arguments(function: Callable[..., Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The entries of `given` that the function has parameters for, never `ignore_permissions` or
    `flags`."""
    names = keywords_of(function)
    return {
        key: value
        for key, value in given.items()
        if (names is None or key in names) and key not in _ALWAYS_DROPPED and isinstance(key, str)
    }


def run_method_of(document: Any, method: str, arguments: AttrDict, verb: str) -> Any:
    """A whitelisted method of a document; reading verbs need read, others write. 404 when there is
    none."""
    function = getattr(document, method, None)
    if function is None or method.startswith("_"):
        throw(
            translate("{0} has no method {1}").format(document.doctype, method), DoesNotExistError
        )
    path = f"{type(document).__module__}.{type(document).__qualname__}.{method}"
    endpoint = require_endpoint(function, path)
    if verb not in endpoint.methods:
        throw(translate("Not permitted"), PermissionError)
    document.check_permission("read" if verb in ("GET", "HEAD") else "write")
    return call_with(
        function, {k: v for k, v in arguments.items() if k not in ("cmd", "run_method")}
    )


def _overridden(context: Context, method: str) -> str:
    overrides = context.site.get_hooks("override_whitelisted_methods", {})
    replacement = overrides.get(method) if isinstance(overrides, dict) else None
    return str(replacement[-1]) if replacement else method


def _cleaned(value: Any) -> Any:
    return nh3.clean(value) if isinstance(value, str) and ("<" in value or ">" in value) else value


def _refuse(path: str) -> NoReturn:
    text = translate("Your account may not open this. Ask the administrator for the right.")
    detail = translate("Function {0} is not whitelisted.").format(f"<b>{path}</b>")
    throw(f"{text}<br>{detail}", PermissionError, title=translate("Method Not Allowed"))


def parameter_names(function: Callable[..., Any]) -> list[str]:
    """Names that the function takes by position or keyword, in order."""
    parameters = signature_of(function).parameters.values()
    return [p.name for p in parameters if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)]
