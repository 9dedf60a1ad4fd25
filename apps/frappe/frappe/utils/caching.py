"""Decorators that remember answers.

For a request, for this process, or for all processes of the site.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from typing import Any

from frappe.utils import site_settings


def _key(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """A hashable key; arguments that cannot be hashed are told apart by their text."""
    key = (args, tuple(sorted(kwargs.items())))
    try:
        hash(key)
    except TypeError:
        return repr(key)
    return key


def request_cache(func: Callable[..., Any]) -> Callable[..., Any]:
    """Remember until the request ends; outside of a request nothing is remembered."""

    @functools.wraps(func)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        ctx = site_settings.bound()
        if ctx is None:
            return func(*args, **kwargs)
        known = ctx.request_cache.setdefault(("request_cache", func), {})
        key = _key(args, kwargs)
        if key not in known:
            known[key] = func(*args, **kwargs)
        return known[key]

    return wrapper


def site_cache(ttl: int | None = None, maxsize: int | None = None) -> Any:
    """Remember in this process, per site, for `ttl` seconds and at most `maxsize` answers."""

    def decorate(func: Callable[..., Any]) -> Callable[..., Any]:
        known: dict[str, dict[Any, tuple[Any, float]]] = {}

        @functools.wraps(func)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            ctx = site_settings.bound()
            if ctx is None:
                return func(*args, **kwargs)
            answers = known.setdefault(str(ctx.site.path), {})
            key, now = _key(args, kwargs), time.monotonic()
            if key in answers and (not limit or now - answers[key][1] < limit):
                return answers[key][0]
            if maxsize and key not in answers and len(answers) >= maxsize:
                answers.pop(next(iter(answers)))
            answers[key] = (func(*args, **kwargs), now)
            return answers[key][0]

        wrapper.clear_cache = known.clear  # type: ignore[attr-defined]
        return wrapper

    # Used bare (`@site_cache`) the first argument is the function itself.
    if callable(ttl):
        function, limit = ttl, None
        return decorate(function)
    limit = ttl
    return decorate


def redis_cache(ttl: Any = 3600, user: str | bool | None = None, shared: bool = False) -> Any:
    """Remember in `frappe.cache`, for every process, optionally per user."""

    def decorate(func: Callable[..., Any]) -> Callable[..., Any]:
        prefix = f"{func.__module__}.{func.__qualname__}::"

        @functools.wraps(func)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            import frappe

            key = f"{prefix}{_key(args, kwargs)!r}"
            answer = frappe.cache.get_value(key, user=user, shared=shared)
            if answer is not None:
                return answer
            answer = func(*args, **kwargs)
            frappe.cache.set_value(key, answer, expires_in_sec=limit, user=user, shared=shared)
            return answer

        def clear_cache() -> None:
            import frappe

            frappe.cache.delete_keys(prefix)

        wrapper.clear_cache = clear_cache  # type: ignore[attr-defined]
        wrapper.ttl = limit  # type: ignore[attr-defined]
        return wrapper

    if callable(ttl):
        function, limit = ttl, 3600
        return decorate(function)
    limit = ttl or 3600
    return decorate
