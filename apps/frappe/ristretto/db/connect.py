"""Decides how code gets to a site: a context with a connection, bound for as long as it is needed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ristretto.context import Context, Site, bind, unbind
from ristretto.context.site import private_caches
from ristretto.db import pool, sentences, stamps
from ristretto.db.dialects import speech
from ristretto.errors import DatabaseUnavailable, TableMissing


def open_context(
    site: Site,
    user: str = "Guest",
    *,
    mode: str | None = None,
    waits: bool = True,
    holds_site: bool = False,
) -> Context:
    """A bound context; `mode` opens a transaction at once ("read" or "write").

    With `waits` off, a lock that somebody else holds is refused at once instead of waited for. With `holds_site`
    an empty database, as a new site has, is refused.
    """
    site.refresh_conf()
    context = Context(site, pool.checkout(site), user)
    context.db.wait_for_locks(waits)
    private_caches.set(None)
    site.end_request()
    bind(context)
    try:
        if mode:
            context.db.begin(mode)
        if not _refresh(context) and holds_site:
            raise DatabaseUnavailable(sentences.EMPTY)
    except BaseException:
        _abandon(context)
        raise
    return context


def _refresh(context: Context) -> bool:
    """Whether there are numbers to go by."""
    known = context.site.cache("tables")
    if "ristretto_stamp" not in known and not _has_stamp(context):
        return False
    try:
        stamps.refresh(context)
    except TableMissing:
        known.clear()  # somebody has emptied the database under us
        return False
    context.site.cache("tables")["ristretto_stamp"] = True
    return True


def _has_stamp(context: Context) -> bool:
    """False only while a site is being made."""
    exists, execute = speech().table_exists, context.db.execute
    return exists(execute, "ristretto_stamp") and exists(execute, "tabDefaultValue")


def close_context(context: Context) -> None:
    """Roll back what was not committed, give the connection back, unbind."""
    try:
        pool.checkin(context.db)
    finally:
        _forget(context)


def _abandon(context: Context) -> None:
    """A connection that could not even begin is not given to the next request."""
    _forget(context)
    context.db.close()


def _forget(context: Context) -> None:
    private_caches.set(None)
    context.site.end_request()
    unbind()


@contextmanager
def connected(
    site: Site,
    user: str = "Administrator",
    *,
    mode: str | None = None,
    holds_site: bool = False,
) -> Iterator[Context]:
    context = open_context(site, user, mode=mode, holds_site=holds_site)
    try:
        yield context
    finally:
        close_context(context)
