"""Decides what a client is told when something went wrong: status, error body of v1 and v2, never
SQL.

Named errors speak for themselves. Anything else is a fault of ours: it is written to the site's
error log under a number,
and the client gets a sentence with that number. A traceback is shown only to a System Manager, and
only
while `allow_error_traceback` is on.
"""

from __future__ import annotations

import errno
import logging
import secrets
import traceback
from dataclasses import dataclass, field
from typing import Any

import orjson
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from ristretto import access
from ristretto.context import Context
from ristretto.context.translate import translate
from ristretto.db import sentences
from ristretto.document import get_doc
from ristretto.errors import (
    AuthenticationError,
    CSRFTokenError,
    DatabaseUnavailable,
    DoesNotExistError,
    PermissionError,
    QueryError,
    RequestTooLarge,
    SecurityException,
    ValidationError,
)
from ristretto.web.settings import switched_on

logger = logging.getLogger("ristretto.web")
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_SILENT = (DoesNotExistError, CSRFTokenError)


@dataclass
class Failure:
    """What is known of an error before it becomes an answer."""

    error: BaseException
    status: int
    type_name: str
    sentence: str
    traceback: str | None = None
    incident: str | None = None
    messages: list[Any] = field(default_factory=list)
    details: dict[str, Any] = field(default_factory=dict)


def describe(context: Context | None, error: BaseException) -> Failure:
    """Status, name and sentence of an error; unexpected ones get an incident number and are
    logged."""
    error = _translated(error)
    status = _status(error)
    sentence = _sentence(context, error)
    incident = None
    if not _is_named(error):
        incident = secrets.token_hex(4)
        logger.error("incident %s", incident, exc_info=error)
        if context and context.db is not None:
            _record_later(context, incident, error)
        sentence = _apology(incident)
    failure = Failure(error, status, type(error).__name__, sentence, incident=incident)
    failure.details = dict(getattr(error, "details", None) or {})
    failure.messages = list(context.message_log) if context else []
    silent = type(error) is AuthenticationError or "silent" in failure.details
    if not failure.messages and sentence and not silent:
        # An error that was raised without a message is told like one that was thrown.
        thrown = {} if "rule" in failure.details else {"indicator": "red", "raise_exception": 1}
        failure.messages = [{"message": sentence, "title": _title(), **thrown}]
    if context and not isinstance(error, _SILENT) and _may_see_traceback(context):
        failure.traceback = "".join(traceback.format_exception(error))
    return failure


def body_v1(context: Context, failure: Failure) -> dict[str, Any]:
    """`exc_type`, `exception`, `exc`, `_server_messages`, `_error_message`."""
    body: dict[str, Any] = {"exc_type": failure.type_name}
    if not isinstance(failure.error, _SILENT) and not context.flags.disable_traceback:
        line = f"{_public_name(failure.error)}: {failure.sentence}".rstrip(": ")
        body["exception"] = line
        # Clients tell a failure by `exc`; who may not see the trace gets its last line.
        body["exc"] = orjson.dumps([failure.traceback or line]).decode()
    if failure.messages:
        body["_server_messages"] = messages_json(failure.messages)
    if isinstance(failure.error, PermissionError):
        refused = failure.sentence if "rule" in failure.details else None
        if text := context.flags.error_message or refused:
            body["_error_message"] = text
    for key in ("message", "session_expired", "verification", "tmp_id", "redirect_to"):
        if context.response.get(key) is not None:
            body[key] = context.response[key]
    return body


def body_v2(failure: Failure) -> dict[str, Any]:
    """`errors`: one entry with type, message, title, indicator, and the traceback where allowed."""
    entry: dict[str, Any] = {"type": failure.type_name}
    if failure.traceback:
        entry["exception"] = failure.traceback
    elif not isinstance(failure.error, _SILENT):
        entry["exception"] = f"{_public_name(failure.error)}: {failure.sentence}".rstrip(": ")
    body: dict[str, Any] = {"errors": [entry]}
    if failure.messages:
        own = _own_message(failure.messages)
        entry.update({k: v for k, v in own.items() if k != "raise_exception"})
        if others := [each for each in failure.messages if each is not own]:
            body["messages"] = others
    return body


def _own_message(messages: list[Any]) -> Any:
    """The message that belongs to the error itself: the last one thrown, else the first one shown."""
    thrown = [each for each in messages if each.get("raise_exception")]
    return thrown[-1] if thrown else messages[0]


def messages_json(messages: list[Any]) -> str:
    """The `_server_messages` text: a JSON list of JSON texts."""
    return orjson.dumps([orjson.dumps(m, default=str).decode() for m in messages]).decode()


def _translated(error: BaseException) -> BaseException:
    """Errors of libraries that have a named twin."""
    if isinstance(error, RequestEntityTooLarge):
        return RequestTooLarge("The request is larger than this site accepts")
    if isinstance(error, OverflowError):
        return ValidationError(translate("A number is too large"))
    if isinstance(error, RecursionError):
        return ValidationError("The request is nested too deeply")
    if isinstance(error, OSError) and error.errno in NO_ROOM:  # a file, not the database
        return DatabaseUnavailable(sentences.FULL)
    return error


def _sentence(context: Context | None, error: BaseException) -> str:
    """What the error says itself, or as much of it as a caller may read."""
    public = sentences.for_callers(error)
    if public is None:
        return str(error)
    logger.error("%s: %s", context.site.name if context else "no site", error)
    return translate(public)


def _status(error: BaseException) -> int:
    if isinstance(error, SecurityException):
        return 429
    if isinstance(error, HTTPException):
        return error.code or 500
    return int(getattr(error, "http_status_code", 500))


def _is_named(error: BaseException) -> bool:
    """Named errors, of the engine or of an app, carry a status; a status of 500 counts as a fault
    all the same."""
    if isinstance(error, SecurityException | HTTPException):
        return True
    if isinstance(error, QueryError):
        return False
    speaks = _status(error) < 500 or _status(error) in (501, 503, 504)
    return hasattr(error, "http_status_code") and speaks


def _may_see_traceback(context: Context) -> bool:
    if context.db is None or context.flags.disable_traceback or context.user == "Guest":
        return False
    return switched_on("allow_error_traceback", True) and "System Manager" in access.roles(
        context.user
    )


def _public_name(error: BaseException) -> str:
    module = type(error).__module__
    if module == "ristretto.errors":
        module = "frappe.exceptions"
    return type(error).__name__ if module == "builtins" else f"{module}.{type(error).__name__}"


def _apology(incident: str) -> str:
    text = translate("Something failed on the server. Tell the administrator this number: {0}")
    return text.format(incident)


def _record_later(context: Context, incident: str, error: BaseException) -> None:
    """An Error Log row once the failed transaction is rolled back."""
    text = "".join(traceback.format_exception(error))
    entry = {"doctype": "Error Log", "method": f"{incident}: {error}"[:140], "error": text}
    # The log is the system's, whoever ran into the error.
    tasks = context.__dict__.setdefault("afterwards", [])
    tasks.append(lambda: get_doc(entry).insert(ignore_permissions=True))


def _title() -> str:
    return translate("Message")
