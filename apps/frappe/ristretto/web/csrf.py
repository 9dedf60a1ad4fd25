"""Decides whether a writing request comes from a page of ours: its token must be the session's.

A session gets a token when the first page is rendered; sessions of API clients have none and need
none.
"""

from __future__ import annotations

import hmac

from werkzeug.wrappers import Request

from ristretto.context import Context
from ristretto.context.messages import throw
from ristretto.context.translate import translate
from ristretto.errors import CSRFTokenError

UNSAFE = frozenset({"POST", "PUT", "DELETE", "PATCH"})


def check_csrf(context: Context, request: Request) -> None:
    """Raise CSRFTokenError (400) when an unsafe request carries no token or another one."""
    expected = context.session.data.csrf_token
    if request.method not in UNSAFE or context.conf.ignore_csrf or not expected:
        return
    given = request.headers.get("X-Frappe-CSRF-Token") or str(
        context.form_dict.pop("csrf_token", None) or ""
    )
    if not hmac.compare_digest(given.encode(), str(expected).encode()):
        context.flags.disable_traceback = True
        throw(translate("Invalid Request"), CSRFTokenError)
