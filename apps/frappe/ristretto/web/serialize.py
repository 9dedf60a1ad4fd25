"""Decides how values look in JSON: dates and times as their text, decimals as floats, documents as
dicts."""

from __future__ import annotations

import datetime
import decimal
import json
from collections import UserString
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any

import orjson

_OPTIONS = (
    orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_NON_STR_KEYS | orjson.OPT_PASSTHROUGH_DATACLASS
)


def to_json(value: Any) -> bytes:
    """UTF-8 JSON. Integers beyond 64 bits and lone surrogates take the slower standard encoder."""
    try:
        return orjson.dumps(value, default=plain, option=_OPTIONS)
    except TypeError:
        return json.dumps(value, default=plain, separators=(",", ":")).encode("utf-8")


_AS_TEXT = frozenset({datetime.datetime, datetime.date, datetime.time})


def plain(value: Any) -> Any:
    """A JSON-able twin of a value that JSON does not know."""
    if type(value) in _AS_TEXT or isinstance(value, UserString):
        return str(value)
    if isinstance(value, datetime.timedelta):
        return duration_text(value)
    if isinstance(value, datetime.date | datetime.time):
        return str(value)
    if isinstance(value, decimal.Decimal):
        return float(value)
    if hasattr(value, "as_dict"):
        return _document(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return list(value)
    if isinstance(value, PurePath | type | BaseException) or hasattr(value, "__str__"):
        return str(value)
    return repr(value)


def _document(value: Any) -> Any:
    """Documents drop their empty fields on the wire; other objects decide themselves."""
    try:
        return value.as_dict(no_nulls=True)
    except TypeError:
        return value.as_dict()


def duration_text(value: datetime.timedelta) -> str:
    """A time of day as H:MM:SS[.ffffff]."""
    return str(value)
