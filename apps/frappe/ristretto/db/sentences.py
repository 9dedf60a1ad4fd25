"""Decides what is said when a database cannot serve, and how much of it a caller may read.

What names files, hosts or users of the server is for logs and for the operator's terminal.
"""

from __future__ import annotations

from ristretto.errors import DatabaseUnavailable, QueryDeadlockError, QueryTimeoutError

BUSY = "The database is busy. Please try again in a moment."
FULL = "The disk is full or not writable; nothing was changed. Free some space and try again."
READ_ONLY = "The database file cannot be written; check the rights of the site folder."
DAMAGED = "The database file is damaged; restore the last backup."
MISSING = "The database file is missing; restore the last backup."
EMPTY = "The database holds no site; restore the last backup."
STOPPED = "The query took too long and was stopped."
LOST = "The connection to the database was lost. Please try again in a moment."
DEADLOCK = "Two changes waited for each other. Please try again."
LOCKED = "The record is locked by another change for too long."
NO_CHANGES = "The database server takes no changes at the moment."
TOO_LARGE = "A number here is too large."
GENERAL = "The database cannot be reached at the moment. Please try again shortly."
SENTENCES = (
    BUSY,
    FULL,
    READ_ONLY,
    DAMAGED,
    MISSING,
    EMPTY,
    STOPPED,
    LOST,
    DEADLOCK,
    LOCKED,
    NO_CHANGES,
    GENERAL,
)


def for_callers(error: BaseException) -> str | None:
    """The sentence of a database that cannot serve, in English; None for any other error."""
    if not isinstance(error, DatabaseUnavailable | QueryDeadlockError | QueryTimeoutError):
        return None
    return str(error) if str(error) in SENTENCES else GENERAL
