"""Decides when a remote call's transaction starts: after its endpoint is known, before its function
runs.

The numbers of `db/stamps.py` are read in the same transaction, so that no right is older than the data. A request
with a reading verb holds one snapshot from its start: session, rights and rows are of one moment."""

from __future__ import annotations

from ristretto.context import Context
from ristretto.context.translate import translate as _
from ristretto.db import stamps
from ristretto.errors import InReadOnlyMode
from ristretto.web import viewing
from ristretto.web.serving.handover import note_mode
from ristretto.web.whitelist import Endpoint

READING_VERBS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def begin(context: Context, verb: str, endpoint: Endpoint | None = None) -> None:
    """A snapshot for readers, the write lock for writers; a declared mode beats the verb."""
    declared = endpoint.mode if endpoint else None
    mode = declared or ("read" if verb in READING_VERBS else "write")
    note_mode(context.request, mode)
    if mode == "write":
        _refuse_while_updated(context)
        viewing.refuse_writing(context, endpoint.function if endpoint else None)
    context.flags.reading = mode == "read"  # asked again at the end: nothing of a reader is kept
    if mode == "read" and context.db.is_reading:
        return  # the snapshot that the request began with, its numbers with it
    context.db.begin(mode)
    stamps.refresh(context)  # what is decided about rights is as new as the rows it is decided for


def _refuse_while_updated(context: Context) -> None:
    """A closed site that may be read: an update that is undone would take back what is written now."""
    if context.conf.maintenance_mode:
        raise InReadOnlyMode(_("The site is being updated. Try again in a few minutes"))
