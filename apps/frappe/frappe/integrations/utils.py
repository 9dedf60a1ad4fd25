"""Requests to other services, and the log of them."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs

import requests
from ristretto.web import outgoing

import frappe
from frappe.utils import get_request_session

_SECONDS = 60


def make_request(
    method: str,
    url: str,
    auth: Any = None,
    headers: Any = None,
    data: Any = None,
    json: Any = None,
    params: Any = None,
) -> Any:
    """The answer's JSON, form values or text; None without content. A refusal is logged and raised."""
    try:
        response = _ask(
            method,
            url,
            data=data or {},
            auth=auth or "",
            headers=headers or {},
            json=json,
            params=params,
        )
        frappe.flags.integration_request = response
        response.raise_for_status()
    except requests.RequestException:
        frappe.log_error()
        raise
    kind = response.headers.get("content-type", "")
    if kind == "text/plain; charset=utf-8":
        return parse_qs(response.text)
    if kind.startswith("application/") and kind.split(";")[0].endswith("json"):
        return response.json()
    return response.text or None if kind else None


def _ask(method: str, url: str, **what: Any) -> requests.Response:
    """Code of apps reaches what its machine reaches; scripts of the site only what is open to the site."""
    if frappe.flags.in_safe_exec:
        return outgoing.request(method, url, seconds=_SECONDS, **what)
    response: requests.Response = get_request_session().request(
        method, url, timeout=_SECONDS, **what
    )
    return response


def make_get_request(url: str, **kwargs: Any) -> Any:
    return make_request("GET", url, **kwargs)


def make_post_request(url: str, **kwargs: Any) -> Any:
    return make_request("POST", url, **kwargs)


def make_put_request(url: str, **kwargs: Any) -> Any:
    return make_request("PUT", url, **kwargs)


def make_patch_request(url: str, **kwargs: Any) -> Any:
    return make_request("PATCH", url, **kwargs)


def make_delete_request(url: str, **kwargs: Any) -> Any:
    return make_request("DELETE", url, **kwargs)


def create_request_log(
    data: Any,
    integration_type: str | None = None,
    service_name: str | None = None,
    name: str | None = None,
    error: Any = None,
    request_headers: Any = None,
    output: Any = None,
    **kwargs: Any,
) -> Any:
    """A stored Integration Request, committed, so that it survives what happens next."""
    if integration_type == "Remote":
        kwargs["is_remote_request"] = 1
    elif integration_type == "Subscription Notification":
        kwargs["request_description"] = integration_type
    content = json.loads(data) if isinstance(data, str) else data
    about = content if isinstance(content, dict) else {}
    log = frappe.get_doc(
        {
            "doctype": "Integration Request",
            "integration_request_service": service_name,
            "request_headers": get_json(request_headers),
            "data": get_json(data),
            "output": get_json(output),
            "error": get_json(error),
            "reference_doctype": about.get("reference_doctype"),
            "reference_docname": about.get("reference_docname"),
            **kwargs,
        }
    )
    if name:
        log.flags._name = name
    # A log is written for whoever calls: it is the program's, not the caller's.
    log.insert(ignore_permissions=True)
    frappe.db.commit()
    return log


def get_json(obj: Any) -> str:
    return obj if isinstance(obj, str) else frappe.as_json(obj, indent=1)


def json_handler(obj: Any) -> Any:
    """Dates and times as text, for `json.dumps(default=…)`."""
    import datetime

    if isinstance(obj, datetime.date | datetime.timedelta):
        return str(obj)
    raise TypeError(f"{type(obj).__name__} is no JSON value")
