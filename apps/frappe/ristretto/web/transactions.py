"""Decides when a remote call's transaction starts: after its endpoint is known, before its function
runs."""

from __future__ import annotations

from ristretto.context import Context
from ristretto.web.whitelist import Endpoint

READING_VERBS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def begin(context: Context, verb: str, endpoint: Endpoint | None = None) -> None:
    """A snapshot for readers, the write lock for writers; a declared mode beats the verb."""
    declared = endpoint.mode if endpoint else None
    context.db.begin(declared or ("read" if verb in READING_VERBS else "write"))
