"""Decides which functions may be called over HTTP, by whom, with which verbs, and in which kind of
transaction.

`frappe.whitelist` and `frappe.read_only` are re-exports of this module. The registry is filled
while modules
are imported and holds no site state: a function is callable on every site that has its app
installed.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar, cast

from ristretto.context import current, has_context
from ristretto.web.arguments import coerce_arguments

F = TypeVar("F", bound=Callable[..., Any])
Mode = Literal["read", "write"]

DEFAULT_METHODS = ("GET", "POST", "PUT", "DELETE")
LONG_LIST = 1000  # rows; a list without a limit, or with a greater one, is slow work
_MODE_ATTRIBUTE = "__ristretto_mode__"
_SLOW_ATTRIBUTE = "__ristretto_slow__"


@dataclass(frozen=True)
class Endpoint:
    """What may be done with one whitelisted function."""

    function: Callable[..., Any]
    allow_guest: bool
    xss_safe: bool
    methods: tuple[str, ...]

    @property
    def mode(self) -> Mode | None:
        """The transaction it declares; None leaves the choice to the verb."""
        return getattr(self.function, _MODE_ATTRIBUTE, None)

    def is_slow(self, arguments: Mapping[str, Any]) -> bool:
        """Whether a call with these arguments belongs into the slow process."""
        when: Callable[[Mapping[str, Any]], bool] | None
        when = getattr(self.function, _SLOW_ATTRIBUTE, None)
        return bool(when and when(arguments))


_registry: dict[Callable[..., Any], Endpoint] = {}


def whitelist(
    allow_guest: bool = False, xss_safe: bool = False, methods: Iterable[str] | None = None
) -> Callable[[F], F]:
    """Decorator: make a function callable over HTTP. Annotated arguments are checked when a request
    calls it."""
    verbs = tuple(verb.upper() for verb in methods) if methods else DEFAULT_METHODS

    def register(function: F) -> F:
        checked = _with_checked_arguments(function)
        _registry[_plain(checked)] = Endpoint(checked, allow_guest, xss_safe, verbs)
        return checked

    return register


def endpoint_of(function: Callable[..., Any]) -> Endpoint | None:
    """The registration of a function or bound method, None when it is not whitelisted."""
    return _registry.get(_plain(getattr(function, "__func__", function)))


def is_registered(function: Callable[..., Any]) -> bool:
    """True when the function may be called over HTTP by somebody."""
    return endpoint_of(function) is not None


def read_only(*_args: Any, **_kwargs: Any) -> Callable[[F], F]:
    """Decorator: the function only reads, so it runs in a read transaction even over POST."""
    return _declare("read")


def write_only(*_args: Any, **_kwargs: Any) -> Callable[[F], F]:
    """Decorator: the function writes, so the write lock is taken at the start even over GET."""
    return _declare("write")


def slow(
    when: Callable[[Mapping[str, Any]], bool] = lambda _arguments: True,
) -> Callable[[F], F]:
    """Decorator: reports, exports, prints. Run in the slow process, always or for some arguments."""

    def mark(function: F) -> F:
        setattr(function, _SLOW_ATTRIBUTE, when)
        return function

    return mark


def is_long_list(arguments: Mapping[str, Any]) -> bool:
    """Whether a list is asked for without a limit, or with one that no page shows."""
    for key in ("limit_page_length", "page_length", "limit"):
        if (size := arguments.get(key)) is not None:
            text = str(size).strip()
            return text.isdigit() and not 0 < int(text) <= LONG_LIST
    return False


def _declare(mode: Mode) -> Callable[[F], F]:
    def mark(function: F) -> F:
        setattr(function, _MODE_ATTRIBUTE, mode)
        return function

    return mark


def _plain(function: Callable[..., Any]) -> Callable[..., Any]:
    """The innermost function, so that decorators stacked above `whitelist` do not hide the
    registration."""
    while hasattr(function, "__wrapped__"):
        function = function.__wrapped__
    return function


def _with_checked_arguments(function: F) -> F:
    if not getattr(function, "__annotations__", None):
        return function

    @functools.wraps(function)
    def checked(*args: Any, **kwargs: Any) -> Any:
        if _must_check():
            args, kwargs = coerce_arguments(function, args, kwargs)
        return function(*args, **kwargs)

    return cast(F, checked)


def _must_check() -> bool:
    """Wrong types are refused in requests and tests; commands and jobs call with what they like."""
    return has_context() and bool(current().request or current().flags.get("in_test"))
