"""Decides when too many wrong passwords close an account or an address for a while.

Counters are rows, so that every process of the site sees them; they are written in a transaction of
their own,
because a failed login rolls back its request. Switched by `allow_consecutive_login_attempts` (0 =
never).
"""

from __future__ import annotations

import time

from ristretto.context import current
from ristretto.context.translate import translate
from ristretto.db.metas import table_exists
from ristretto.db.tables import make_table
from ristretto.errors import SecurityException
from ristretto.web.settings import number

TABLE = "ristretto_login_failure"
DEFAULT_WAIT_SECONDS = 60
_COLUMNS = ("`key` varchar(140) primary key", "`count` integer not null", "`until` double not null")


def refuse_locked(*keys: str) -> None:
    """Raise SecurityException when one of the keys (user name, address) is locked now."""
    if not _limit() or not table_exists(TABLE):
        return
    now = time.time()
    for key in keys:
        rows = current().db.execute(
            "select `count`, `until` from `ristretto_login_failure` where `key` = ?", (_key(key),)
        )
        if rows and rows[0][0] >= _limit() and rows[0][1] > now:
            wait = int(rows[0][1] - now) + 1
            text = translate("Too many wrong passwords: this account opens again in {0} seconds")
            raise SecurityException(text.format(wait), retry_after=wait)


def count_failure(*keys: str) -> None:
    """Add one failure to each key; needs a write transaction."""
    if not _limit():
        return
    db, now = current().db, time.time()
    make_table(TABLE, _COLUMNS)
    for key in dict.fromkeys(_key(k) for k in keys):
        rows = db.execute(
            "select `count`, `until` from `ristretto_login_failure` where `key` = ?", (key,)
        )
        fresh = not rows or rows[0][1] <= now
        db.execute("delete from `ristretto_login_failure` where `key` = ?", (key,))
        db.execute(
            "insert into `ristretto_login_failure` (`key`, `count`, `until`) values (?, ?, ?)",
            (
                key,
                1 if fresh else rows[0][0] + 1,
                now + number("allow_login_after_fail", DEFAULT_WAIT_SECONDS),
            ),
        )


def forget_failures(*keys: str) -> None:
    """A right password clears the keys; needs a write transaction."""
    if _limit() and table_exists(TABLE):
        for key in keys:
            current().db.execute(
                "delete from `ristretto_login_failure` where `key` = ?", (_key(key),)
            )


def _limit() -> int:
    return number("allow_consecutive_login_attempts")


def _key(text: str) -> str:
    return text.strip().lower()[:140]
