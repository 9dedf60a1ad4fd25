"""Decides what the running code knows of its surroundings: site, connection, user, flags, messages.

One context variable holds it all; the engine has no module-level site state.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from typing import Any, TypeVar

from ristretto.context.attrdict import AttrDict
from ristretto.context.site import Site, scrub
from ristretto.errors import NoContextError

__all__ = [
    "AttrDict",
    "Context",
    "Site",
    "bind",
    "current",
    "has_context",
    "remembered",
    "request_cached",
    "scrub",
    "unbind",
    "using",
]

T = TypeVar("T")


class Context:
    """Everything of one request, job or command; attributes may be added freely (`frappe.local`)."""

    site: Site
    db: Any

    def __init__(self, site: Site, db: Any = None, user: str = "Guest") -> None:
        self.site = site
        self.db = db
        self.conf = site.conf
        self.session = AttrDict(user=user, sid=user, data=AttrDict())
        self.flags = AttrDict()
        self.form_dict = AttrDict()
        self.request: Any = None
        self.request_ip: str | None = None
        self.response = AttrDict()
        self.message_log: list[Any] = []
        self.debug_log: list[str] = []
        self.error_log: list[Any] = []
        self.lang: str | None = None
        self.request_cache: dict[Any, Any] = {}
        # shared with the other requests of this process under one number of db/stamps.py
        self.facts: dict[Any, Any] = {}
        self.rights_moved = False
        self.role_permissions: dict[Any, Any] = {}
        self.document_cache: dict[Any, Any] = {}
        self.locked_documents: list[Any] = []
        self.cookie_manager: Any = None
        self.login_manager: Any = None

    @property
    def user(self) -> str:
        """Name of the session's user."""
        return str(self.session.get("user"))

    def set_user(self, user: str) -> None:
        """Act as `user` from here on; what was remembered of the previous user is forgotten."""
        self.session.user = user
        self.session.sid = user
        self.session.data = AttrDict()
        self._forget_request()

    def forget(self) -> None:
        """Drop the memory of this request (permissions, cached documents)."""
        self.facts = {}
        self._forget_request()

    def _forget_request(self) -> None:
        self.request_cache.clear()
        self.role_permissions.clear()
        self.document_cache.clear()


_current: ContextVar[Context | None] = ContextVar("ristretto_context", default=None)


def current() -> Context:
    """The bound context; NoContextError when there is none."""
    context = _current.get()
    if context is None:
        raise NoContextError(
            "No site is connected: call frappe.init(site) and frappe.connect() first"
        )
    return context


def has_context() -> bool:
    return _current.get() is not None


def bind(context: Context) -> Token[Context | None]:
    return _current.set(context)


def unbind(token: Token[Context | None] | None = None) -> None:
    if token is None:
        _current.set(None)
    else:
        _current.reset(token)


@contextmanager
def using(context: Context) -> Iterator[Context]:
    """Bind for the length of a block."""
    token = bind(context)
    try:
        yield context
    finally:
        unbind(token)


def request_cached(key: Any, make: Callable[[], T]) -> T:
    """`make()` once per request; forgotten when permissions or metadata change."""
    cache = current().request_cache
    if key not in cache:
        cache[key] = make()
    value: T = cache[key]
    return value


def remembered(key: Any, make: Callable[[], T]) -> T:
    """`make()` once per process, until somebody changes who may do what (see `db/stamps.py`).

    For what follows from the tables in `db/statements.py`, from metadata and from the key alone.
    """
    facts = current().facts
    if key not in facts:
        facts[key] = make()
    value: T = facts[key]
    return value
