"""Texts and values: JSON, hashes, names, errors to the log."""

from __future__ import annotations

import datetime as dt
import json
import logging
import secrets
import sys
import traceback
from decimal import Decimal
from typing import Any

from ristretto.context import AttrDict, current, has_context
from ristretto.context import scrub as _scrub
from ristretto.db.metas import table_exists
from ristretto.document.base import BaseDocument
from ristretto.meta import Row


def scrub(txt: Any) -> str:
    return _scrub(cstr(txt))


def unscrub(txt: str) -> str:
    return txt.replace("_", " ").replace("-", " ").title()


def bold(text: Any) -> str:
    return f"<strong>{text}</strong>"


def cstr(value: Any, encoding: str = "utf-8") -> str:
    """Text of anything; empty for None."""
    if value is None:
        return ""
    return value.decode(encoding) if isinstance(value, bytes) else str(value)


def safe_decode(param: Any, encoding: str = "utf-8", fallback_map: Any = None) -> Any:
    return param.decode(encoding, "replace") if isinstance(param, bytes) else param


def safe_encode(param: Any, encoding: str = "utf-8") -> Any:
    return param.encode(encoding) if isinstance(param, str) else param


def generate_hash(txt: str | None = None, length: int = 56) -> str:
    """Random letters and digits."""
    return secrets.token_hex((length + 1) // 2)[:length]


def json_handler(value: Any) -> Any:
    """How other than plain values read in JSON."""
    if isinstance(value, dt.date | dt.datetime | dt.time | dt.timedelta):
        return str(value)
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, BaseDocument):
        return value.as_dict(no_nulls=True)
    if isinstance(value, Row):
        return value.as_dict(no_nulls=True)
    if isinstance(value, set | frozenset | tuple) or hasattr(value, "__iter__"):
        return list(value)
    return str(value)


def as_json(
    obj: Any, indent: int | None = 1, separators: Any = None, ensure_ascii: bool = True
) -> str:
    separators = separators or (",", ": ")
    return json.dumps(
        obj,
        indent=indent,
        sort_keys=True,
        default=json_handler,
        separators=separators,
        ensure_ascii=ensure_ascii,
    )


def parse_json(val: Any) -> Any:
    """Text as a value; objects as AttrDict."""
    if isinstance(val, str):
        val = json.loads(val)
    return AttrDict(val) if isinstance(val, dict) and not isinstance(val, AttrDict) else val


def get_traceback(with_context: bool = False) -> str:
    kind, value, trace = sys.exc_info()
    return "" if kind is None else "".join(traceback.format_exception(kind, value, trace))


def log_error(
    title: str | None = None,
    message: str | None = None,
    reference_doctype: str | None = None,
    reference_name: Any = None,
    *,
    defer_insert: bool = False,
) -> Any:
    """Write an Error Log row; it survives the rollback of the request that failed."""
    text = message or get_traceback() or title or "Error"
    logger().error("%s: %s", title, text)
    if not has_context() or current().db is None or not table_exists("tabError Log"):
        return None
    from ristretto.document import get_doc

    log = get_doc(
        {
            "doctype": "Error Log",
            "method": str(title or "Error")[:140],
            "error": text,
            "reference_doctype": reference_doctype,
            "reference_name": reference_name,
        }
    )
    # The log is the system's, whoever ran into the error.
    return log.insert(ignore_permissions=True)


def logger(
    module: str | None = None,
    with_more_info: bool = False,
    allow_site: bool = True,
    filter: Any = None,
    max_size: int = 100_000,
    file_count: int = 20,
) -> logging.Logger:
    return logging.getLogger(f"frappe.{module}" if module else "frappe")


def errprint(msg: Any) -> None:
    current().error_log.append({"exc": as_json(msg) if not isinstance(msg, str) else msg})


def log(msg: Any) -> None:
    current().debug_log.append(cstr(msg))
