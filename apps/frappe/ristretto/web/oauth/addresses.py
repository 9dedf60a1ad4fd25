"""Decides which addresses a client may register: whole ones that run nothing."""

from __future__ import annotations

from urllib.parse import urlsplit

_DANGEROUS = ("javascript", "data", "vbscript", "file", "blob")


def is_redirect_uri(text: str) -> bool:
    """An absolute address that a browser may be sent to: a scheme that runs nothing, no fragment."""
    if any(c.isspace() or not c.isprintable() or c in "\"'<>\\" for c in text):
        return False
    parts = urlsplit(text)
    if parts.scheme.lower() in ("http", "https") and not parts.netloc:
        return False
    return bool(parts.scheme) and parts.scheme.lower() not in _DANGEROUS and "#" not in text
