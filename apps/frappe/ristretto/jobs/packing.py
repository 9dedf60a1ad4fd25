"""Decides how values travel to a background job and back: as JSON in which dates and documents keep their kind."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

from ristretto.errors import ValidationError


def dumps(value: Any) -> str:
    """Refuses what has no such form."""
    return json.dumps(value, default=_encode, ensure_ascii=False)


def loads(text: str) -> Any:
    return json.loads(text, object_hook=decode)


def _encode(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"__datetime__": value.isoformat()}
    if isinstance(value, date):
        return {"__date__": value.isoformat()}
    if isinstance(value, timedelta):
        return {"__seconds__": value.total_seconds()}
    if isinstance(value, set | frozenset):
        return sorted(value)
    if hasattr(value, "as_dict"):
        return {"__document__": value.as_dict()}
    raise ValidationError(
        f"{type(value).__name__} cannot travel to a background job: give its name instead"
    )


def decode(value: dict[str, Any]) -> Any:
    """One object of the JSON, as `json` calls it."""
    if "__datetime__" in value:
        return datetime.fromisoformat(value["__datetime__"])
    if "__date__" in value:
        return date.fromisoformat(value["__date__"])
    if "__seconds__" in value:
        return timedelta(seconds=value["__seconds__"])
    if "__document__" in value:
        from ristretto.document import get_doc

        return get_doc(value["__document__"])
    return value
