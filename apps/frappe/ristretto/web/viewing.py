"""Decides what it means that an administrator looks at the system as somebody else: that person's rights, no writing.

The row of the session stays the administrator's; two keys of its data say who is looking and as whom:
`impersonated_by`, the name that stock uses, and `looks_as`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from ristretto.context import AttrDict, Context
from ristretto.context.translate import translate as _
from ristretto.errors import ImpersonationError
from ristretto.web import sessions
from ristretto.web.account import account_of

F = TypeVar("F", bound=Callable[..., Any])
_ALLOWED = "__ristretto_while_looking__"


def allowed_while_looking(function: F) -> F:
    """Decorator: this one writes, and may be called all the same (to look as oneself again, to sign out)."""
    function.__dict__[_ALLOWED] = True
    return function


def take_place(session: AttrDict) -> None:
    """Make a loaded session that of the person looked at, if there is one who can still sign in."""
    person = session.data.looks_as
    if not person:
        return
    account = account_of(person)
    if account and account.enabled:
        session.user = person
    else:
        _forget(session)


def is_looking(context: Context) -> bool:
    return bool(context.session.data.get("looks_as"))


def refuse_writing(context: Context, function: Callable[..., Any] | None) -> None:
    """Raises ImpersonationError for whatever would write while somebody only looks."""
    if is_looking(context) and not getattr(function, _ALLOWED, False):
        text = _(
            "You are looking at the system as {0}: nothing can be changed. Go back to yourself first."
        )
        raise ImpersonationError(text.format(context.user))


def begin(context: Context, person: str) -> None:
    """From the next request on; needs a write transaction."""
    context.session.data.update(impersonated_by=context.user, looks_as=person)
    sessions.store(context.session)


def end(context: Context) -> str:
    """Whom the session belongs to again; needs a write transaction."""
    who = str(context.session.data.impersonated_by or context.user)
    _forget(context.session)
    context.session.user = who
    sessions.store(context.session)
    return who


def _forget(session: AttrDict) -> None:
    session.data.pop("looks_as", None)
    session.data.pop("impersonated_by", None)
