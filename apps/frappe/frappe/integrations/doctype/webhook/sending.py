"""Decides what becomes of an attempt to send: a log row each, another try where that can help, no secrets in either."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import jinja2
import requests
from ristretto.errors import Error, RetryBackgroundJobError
from ristretto.web import outgoing

import frappe
from frappe import _
from frappe.integrations.doctype.webhook.work import WEBHOOK_SECRET_HEADER, Letter, letter

DEFAULT_SECONDS = 5
MOST_SECONDS = 120
LONGEST_ANSWER = 20_000  # signs of an answer that the log keeps
SHOWN_HEADERS = frozenset({"accept", "content-type", "user-agent", WEBHOOK_SECRET_HEADER.lower()})
HIDDEN = "***"
_SECRET_NAME = re.compile(r"key|token|secret|pass|pwd|sig|auth|code", re.IGNORECASE)
_AGAIN = frozenset({408, 425, 429})
_UNSENDABLE = (
    jinja2.TemplateError,
    json.JSONDecodeError,
    Error,
    ValueError,
    TypeError,
    LookupError,
)


def enqueue_webhook(doc: Any, webhook: dict[str, Any]) -> None:
    """A job: one attempt. Raises RetryBackgroundJobError, after its log row is stored, where another may help."""
    name = webhook.get("name")
    if not frappe.db.exists("Webhook", {"name": name, "enabled": 1}):
        return  # switched off or deleted since
    record = frappe.get_doc("Webhook", name)
    try:
        made = letter(doc, record)
    except _UNSENDABLE as error:
        log_request(name, doc.name, record.request_url, error=_("Not sent: {0}").format(error))
        return
    problem, is_final = _send(record, doc, made)
    if problem and not is_final:
        frappe.db.commit()  # the row of this attempt stays, whatever becomes of the next
        raise RetryBackgroundJobError(f"{name}: {problem}")


def _send(record: Any, doc: Any, made: Letter) -> tuple[str, bool]:
    """What went wrong ("" when nothing did), and whether trying again is of no use."""
    seconds = min(max(int(record.timeout or DEFAULT_SECONDS), 1), MOST_SECONDS)
    response, problem, is_final = None, "", False
    try:
        response = outgoing.request(
            made.method, made.url, seconds=seconds, data=made.body, headers=made.headers
        )
        if response.status_code >= 400:
            problem = _("The answer was {0} {1}").format(response.status_code, response.reason)
            is_final = response.status_code < 500 and response.status_code not in _AGAIN
    except requests.Timeout:
        problem = _("No answer within {0} seconds").format(seconds)
    except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema) as error:
        problem, is_final = _("Check Request URL") + f" ({type(error).__name__})", True
    except (requests.TooManyRedirects, requests.exceptions.InvalidHeader, ValueError) as error:
        problem, is_final = type(error).__name__, True
    except Error as error:  # refused addresses, answers without an end
        problem, is_final = str(error), True
    except (requests.RequestException, OSError) as error:
        problem = _("No connection: {0}").format(_without_address(error))
    log_request(record.name, doc.name, made.url, made.headers, made.data, response, problem)
    return problem, is_final


def _without_address(error: BaseException) -> str:
    """The innermost reason: the outer ones repeat the address with its parameters."""
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__  # type: ignore[assignment]
    return f"{type(error).__name__}: {error}"[:200]


def log_request(
    webhook: str,
    docname: Any,
    url: str,
    headers: dict[str, str] | None = None,
    data: Any = None,
    res: requests.Response | None = None,
    error: str = "",
) -> None:
    """One row; values of headers that may be secrets are left out of it."""
    row = {
        "doctype": "Webhook Request Log",
        "webhook": webhook,
        "reference_document": docname,
        "user": frappe.session.user,
        "url": shown_url(url)[:140],
        "headers": frappe.as_json(shown_headers(headers)) if headers else None,
        "data": frappe.as_json(data) if data else None,
        "response": res.text[:LONGEST_ANSWER] if res is not None else None,
        "error": error or None,
    }
    # the log is the system's, whoever changed the record
    frappe.get_doc(row).insert(ignore_permissions=True)


def shown_headers(headers: dict[str, str]) -> dict[str, str]:
    return {
        name: value if name.lower() in SHOWN_HEADERS else HIDDEN for name, value in headers.items()
    }


def shown_url(url: str) -> str:
    """Without user and password, and without the values of parameters that are named like secrets."""
    try:
        parts = urlsplit(url)
        place = parts.netloc.rpartition("@")[2]
        pairs = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return HIDDEN
    shown = [(k, HIDDEN if _SECRET_NAME.search(k) else v) for k, v in pairs]
    query = urlencode(shown, safe="*") if pairs else parts.query
    return urlunsplit((parts.scheme, place, parts.path, query, ""))
