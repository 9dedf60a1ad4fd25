"""How often a caller may use an endpoint: `@rate_limit(limit=5, seconds=3600)` counts per address
and, if asked, per key."""

import functools
from collections.abc import Callable
from typing import Any

from ristretto.context import current
from ristretto.db.shared_cache import store_of

import frappe
from frappe import _


def rate_limit(
    key: str | None = None,
    limit: int | Callable[..., int] = 5,
    seconds: int = 24 * 60 * 60,
    methods: str | list[str] = "ALL",
    ip_based: bool = True,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Refuse with RateLimitExceededError (429) once `limit` calls were counted within `seconds`.

    Counted only inside requests; `key` names a form field whose value is part of the counter.
    """

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def limited(*args: Any, **kwargs: Any) -> Any:
            if _applies(methods):
                _count(function, key, ip_based, limit() if callable(limit) else limit, seconds)
            return function(*args, **kwargs)

        return limited

    return decorate


def _applies(methods: str | list[str]) -> bool:
    request = current().request
    if not request:
        return False
    return methods == "ALL" or request.method in (
        [methods] if isinstance(methods, str) else methods
    )


def _count(
    function: Callable[..., Any], key: str | None, ip_based: bool, limit: int, seconds: int
) -> None:
    parts = [f"{function.__module__}.{function.__qualname__}"]
    if ip_based:
        parts.append(str(frappe.local.request_ip))
    if key:
        parts.append(str(frappe.form_dict.get(key) or ""))
    if not any(parts[1:]):
        frappe.throw(_("rate_limit: give a key, or let the address count (ip_based)."))
    counter = f"rl:{':'.join(parts)}"
    # counted before it is compared: of two callers at once, in whatever process, one is the last
    if store_of(current().site).add_to(counter, 1, seconds) > limit:
        raise frappe.RateLimitExceededError(_("Too many requests. Wait a moment, then try again."))
