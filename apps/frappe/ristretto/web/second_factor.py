"""Decides when the second step of signing in succeeds: a code that fits, once, soon, after few attempts.

What is pending is shared by the processes of a site: who proved the password, and by what code he goes on. Codes
rest as hashes. Wrong codes count for the account: a right password does not begin the count anew.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass

from ristretto.context import current
from ristretto.context.translate import translate
from ristretto.db.shared_cache import SharedCache, store_of
from ristretto.errors import AuthenticationError, SecurityException

APP_SECONDS, MAIL_SECONDS = 180, 300
STEP_SECONDS = 30
MAX_WRONG, WRONG_SECONDS = 10, 600


class ExpiredLoginException(AuthenticationError):
    """The second step came too late, or its number is unknown: begin with the password."""


@dataclass(frozen=True)
class Pending:
    """A proved password that waits for its code."""

    tmp_id: str
    user: str
    code_hash: str | None


def open_step(user: str, code: str | None = None) -> str:
    """Remember who proved the password; the number with which the code is sent. A mailed code is
    kept here, the codes of an app follow from its secret."""
    tmp_id = secrets.token_hex(16)
    kept = {"user": user, "code": _hash(code) if code else None}
    _store().set(_name(tmp_id), kept, MAIL_SECONDS if code else APP_SECONDS)
    return tmp_id


def pending(tmp_id: str) -> Pending:
    """Who waits under a number. Raises ExpiredLoginException."""
    kept = _store().get(_name(tmp_id))
    if not kept:
        text = translate("The time for the code is over. Sign in with your password again")
        current().response.message = text
        raise ExpiredLoginException(text)
    return Pending(tmp_id, str(kept["user"]), kept["code"])


def refuse_locked(user: str) -> None:
    """Raise SecurityException after too many wrong codes."""
    wrong, name = int(_store().get(_wrong(user)) or 0), _wrong(user)
    if wrong >= MAX_WRONG:
        wait = max(_store().ttl(name), 1)
        text = translate("Too many wrong codes: this account opens again in {0} seconds")
        raise SecurityException(text.format(wait), retry_after=wait)


def count_wrong(user: str) -> None:
    _store().add_to(_wrong(user), 1, WRONG_SECONDS)


def close(step: Pending) -> bool:
    """End a step; of several callers with the same number one is told yes."""
    store, name = _store(), _name(step.tmp_id)
    is_first = store.add(f"{name}:closed", 1, MAIL_SECONDS)
    store.delete([name])
    if is_first:
        store.delete([_wrong(step.user)])
    return is_first


def mailed_code_fits(step: Pending, code: str) -> bool:
    return bool(step.code_hash) and hmac.compare_digest(str(step.code_hash), _hash(code))


def app_code_fits(user: str, secret: str, code: str) -> bool:
    """Whether the app shows this code now, half a minute ago or ahead, and nobody used it yet."""
    import pyotp

    app, moment = pyotp.TOTP(secret), int(time.time()) // STEP_SECONDS
    for step in (moment, moment - 1, moment + 1):
        if hmac.compare_digest(app.generate_otp(step).encode(), code.encode()):
            return _store().add(f"second_step:used:{user}:{step}", 1, STEP_SECONDS * 4)
    return False


def _store() -> SharedCache:
    return store_of(current().site)


def _name(tmp_id: str) -> str:
    return f"second_step:{_hash(tmp_id)}"


def _wrong(user: str) -> str:
    return f"second_step:wrong:{user}"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
