"""Decides who a browser is between two requests: rows of `tabSessions`, found by the `sid` cookie.

A session ends `session_expiry` (hours:minutes, System Settings) after it was last written; it is
written at most
every ten minutes, when its language changes, and when its CSRF token is made.
"""

from __future__ import annotations

import datetime
import secrets
from typing import Any

import orjson

from ristretto.context import AttrDict, Context, current, remembered
from ristretto.document import clock
from ristretto.web.account import account_of
from ristretto.web.settings import setting

DEFAULT_EXPIRY = "170:00"
TOUCH_SECONDS = 600
_TIME_FORMAT = "%Y-%m-%d %H:%M:%S.%f"


def expiry_seconds() -> int:
    """Length of a session in seconds; text that is no hh:mm falls back to the default."""
    return remembered("session_expiry", _read_expiry)


def _read_expiry() -> int:
    for text in (setting("session_expiry"), DEFAULT_EXPIRY):
        parts = text.split(":")
        if len(parts) >= 2 and all(p.strip().isdigit() for p in parts[:2]):
            return int(parts[0]) * 3600 + int(parts[1]) * 60
    raise AssertionError("the default expiry is well formed")


def guest_session() -> AttrDict:
    return AttrDict(user="Guest", sid="Guest", data=AttrDict(user="Guest"))


def load(sid: str) -> AttrDict | None:
    """The session of a sid, None when it is unknown, expired or its user is switched off."""
    rows = current().db.execute(
        "select `user`, `sessiondata`, `lastupdate` from `tabSessions` where `sid` = ?", (sid,)
    )
    if not rows:
        return None
    user, text, written = rows[0]
    age = (_now() - _moment(written)).total_seconds()
    alive = age < expiry_seconds()
    account = account_of(user)
    if not alive or not (user == "Administrator" or (account and account.enabled)):
        return None
    data = AttrDict(orjson.loads(text or "{}"))
    return AttrDict(user=str(user), sid=sid, data=data, _is_stale=age > TOUCH_SECONDS)


def start(user: str, full_name: str, user_type: str, ip: str | None) -> AttrDict:
    """A new session row in the caller's write transaction."""
    data = AttrDict(user=user, full_name=full_name, user_type=user_type, session_ip=ip)
    session = AttrDict(user=user, sid=secrets.token_hex(28), data=data)
    data.last_updated = _now().strftime(_TIME_FORMAT)
    current().db.execute(
        "insert into `tabSessions` "
        "(`sid`, `user`, `sessiondata`, `lastupdate`, `ipaddress`, `status`) "
        "values (?, ?, ?, ?, ?, 'Active')",
        (session.sid, user, _text(data), data.last_updated, ip),
    )
    return session


def store(session: AttrDict) -> None:
    """Write the session's data and time; needs a write transaction."""
    session.data.last_updated = _now().strftime(_TIME_FORMAT)
    current().db.execute(
        "update `tabSessions` set `sessiondata` = ?, `lastupdate` = ? where `sid` = ?",
        (_text(session.data), session.data.last_updated, session.sid),
    )


def touch(session: AttrDict) -> None:
    """Keep the session alive and note when its user was last seen; needs a write transaction."""
    store(session)
    if session.data.get("looks_as"):
        return  # the person was not there
    current().db.execute(
        "update `tabUser` set `last_active` = ? where `name` = ?",
        (session.data.last_updated, session.user),
    )


def is_stale(context: Context) -> bool:
    """True when a signed-in session should be written again."""
    session = context.session
    return bool(session.get("_is_stale")) and session.sid not in (None, "", "Guest")


def end(sid: str) -> None:
    current().db.execute("delete from `tabSessions` where `sid` = ?", (sid,))


def end_all_of(user: str, keep: str | None = None) -> None:
    """Sign a user out everywhere, except in the session `keep`."""
    current().db.execute(
        "delete from `tabSessions` where `user` = ? and `sid` <> ?", (user, keep or "")
    )


def end_expired() -> None:
    """Drop sessions that ran out (a daily job)."""
    limit = (_now() - datetime.timedelta(seconds=expiry_seconds())).strftime(_TIME_FORMAT)
    current().db.execute("delete from `tabSessions` where `lastupdate` < ?", (limit,))


def csrf_token(context: Context) -> str:
    """The session's token, made at the first page; "" for guests. Making one asks for the session
    to be stored."""
    if context.session.sid in (None, "", "Guest"):
        return ""
    if not context.session.data.csrf_token:
        context.session.data.csrf_token = secrets.token_hex(28)
        context.session_dirty = True  # type: ignore[attr-defined]
    return str(context.session.data.csrf_token)


def _now() -> datetime.datetime:
    return clock.now()


def _moment(value: Any) -> datetime.datetime:
    if isinstance(value, datetime.datetime):
        return value
    return datetime.datetime.fromisoformat(str(value)) if value else datetime.datetime.min


def _text(data: AttrDict) -> str:
    return orjson.dumps({k: v for k, v in data.items() if v is not None}, default=str).decode()
