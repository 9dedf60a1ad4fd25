"""Decides when a remote call's transaction starts: after its endpoint is known, before its function
runs.

The numbers of `db/stamps.py` are read in the same transaction, so that no right is older than the data."""

from __future__ import annotations

from ristretto.context import Context
from ristretto.db import stamps
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
        viewing.refuse_writing(context, endpoint.function if endpoint else None)
    context.flags.reading = mode == "read"  # asked again at the end: nothing of a reader is kept
    context.db.begin(mode)
    stamps.refresh(context)  # what is decided about rights is as new as the rows it is decided for
