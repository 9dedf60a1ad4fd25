"""Decides which user an Authorization header means: `token key:secret`, `Basic base64(key:secret)`,
`Bearer <token of an OAuth client>`, or an app's hook.

A header of one word or of three is ignored; one of two words that does not end in a user is refused
(observed A23).
A live cookie session wins over the header.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable

from werkzeug.wrappers import Request

from ristretto.context import Context
from ristretto.context.translate import translate
from ristretto.errors import AuthenticationError
from ristretto.web.credentials import user_of_api_key
from ristretto.web.oauth import CLIENT_PATHS
from ristretto.web.oauth.tokens import user_of
from ristretto.web.resolve import attribute


def apply_authorization(context: Context, request: Request, auth_hooks: Iterable[str]) -> None:
    """Set the user of the context. Raises AuthenticationError (401)."""
    words = request.headers.get("Authorization", "").split(" ")
    if words[0].lower() == "basic" and request.path.rstrip("/") in CLIENT_PATHS:
        words = []  # it names an OAuth client, which the endpoint judges
    if len(words) == 2:
        _apply_pair(
            context, words[0].lower(), words[1], request.headers.get("Frappe-Authorization-Source")
        )
    for hook in auth_hooks:
        attribute(hook)()
    if len(words) == 2 and context.user in ("", "Guest"):
        context.login_manager.clear_cookies()
        raise AuthenticationError(translate("The key in the Authorization header is not valid"))


def _apply_pair(context: Context, scheme: str, value: str, source: str | None) -> None:
    if context.user != "Guest":
        return
    user = user_of(value) if scheme == "bearer" else _user_of_pair(scheme, value, source)
    if user:
        # The session stays the guest's: a token answer never hands out a signed-in cookie.
        sid, data = context.session.sid, context.session.data
        context.set_user(user)
        context.session.update(sid=sid, data=data)


def _user_of_pair(scheme: str, value: str, source: str | None) -> str | None:
    pair = _decode_basic(value) if scheme == "basic" else value if scheme == "token" else ""
    key, colon, secret = pair.partition(":")
    return user_of_api_key(key, secret, source or "User") if colon else None


def _decode_basic(value: str) -> str:
    try:
        return base64.b64decode(value, validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return ""
