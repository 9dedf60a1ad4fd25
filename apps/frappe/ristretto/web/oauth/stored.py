"""Decides the form in which a code or token rests: its hash, marked as one."""

from __future__ import annotations

import datetime
import hashlib
from typing import Any

_MARK = "sha256-"


def stored(secret: str) -> str:
    """What is written for a code or token that was handed out."""
    return _MARK + hashlib.sha256(secret.encode()).hexdigest()


def candidates(secret: str) -> tuple[str, str]:
    """What to look for. Tokens that stock Frappe wrote, or an app, rest as they are and stay valid;
    a stored hash is never a token itself."""
    own = stored(secret)
    return (own, own if secret.startswith(_MARK) else secret)


def moment(value: Any) -> datetime.datetime:
    """A stored time; an empty one is long ago."""
    if isinstance(value, datetime.datetime):
        return value
    return datetime.datetime.fromisoformat(str(value)) if value else datetime.datetime.min
