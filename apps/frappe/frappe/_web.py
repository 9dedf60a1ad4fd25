"""Answers of web pages and search functions."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from ristretto import errors
from ristretto.context import current
from ristretto.context.translate import translate as _
from ristretto.web.whitelist import endpoint_of
from ristretto.web.whitelist import read_only as read_only
from ristretto.web.whitelist import whitelist as whitelist
from ristretto.web.whitelist import write_only as write_only


def is_whitelisted(method: Callable[..., Any]) -> None:
    """PermissionError unless the function may be called from outside by this user."""
    endpoint = endpoint_of(getattr(method, "__func__", method))
    guest = current().user == "Guest"
    if endpoint is None or (guest and not endpoint.allow_guest):
        name = f"{getattr(method, '__module__', '')}.{getattr(method, '__qualname__', method)}"
        raise errors.PermissionError(
            _("Function {0} is not whitelisted.").format(f"<strong>{name}</strong>")
        )


def respond_as_web_page(
    title: str,
    html: str,
    success: bool | None = None,
    http_status_code: int | None = None,
    context: Any = None,
    indicator_color: str | None = None,
    primary_action: str = "/",
    primary_label: str | None = None,
    fullpage: bool = False,
    width: int | None = None,
    template: str = "message",
) -> None:
    """Answer with a message page."""
    response = current().response
    current().__dict__["message_title"], current().__dict__["message"] = title, html
    response.type = "page"
    response.route = template
    response.http_status_code = http_status_code or 200
    response.context = {
        "title": title,
        "message": html,
        "indicator_color": indicator_color or ("green" if success else "blue"),
        "primary_action": primary_action,
        "primary_label": primary_label or _("Home"),
        **(context or {}),
    }


def redirect(url: str) -> None:
    """End the request with a redirect."""
    current().flags.redirect_location = url
    raise errors.Redirect(url)


def redirect_to_message(
    title: str,
    html: str,
    http_status_code: int | None = None,
    context: Any = None,
    indicator_color: str | None = None,
) -> None:
    respond_as_web_page(
        title,
        html,
        http_status_code=http_status_code,
        context=context,
        indicator_color=indicator_color,
    )


def validate_and_sanitize_search_inputs(function: Callable[..., Any]) -> Callable[..., Any]:
    """For link search functions: numbers are numbers, and an unknown DocType finds nothing."""

    @functools.wraps(function)
    def wrapper(
        doctype: str,
        txt: str,
        searchfield: str,
        start: Any,
        page_len: Any,
        filters: Any = None,
        **kwargs: Any,
    ) -> Any:
        from ristretto.db.metas import doctype_exists

        from frappe.utils import cint, sanitize_searchfield

        sanitize_searchfield(searchfield)
        if doctype and not doctype_exists(doctype):
            return []
        return function(doctype, txt, searchfield, cint(start), cint(page_len), filters, **kwargs)

    return wrapper


def get_request_header(key: str, default: Any = None) -> Any:
    """A header of the request."""
    return current().request.headers.get(key, default)
