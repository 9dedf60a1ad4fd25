"""Decides where an old address leads: the hook website_redirects, regular expressions with groups."""

from __future__ import annotations

import logging
import re
from typing import Any

from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from ristretto.context import Context

PERMANENT = 301
_log = logging.getLogger("ristretto.website")


def find(context: Context, route: str) -> Response | None:
    """The redirect of the first rule that matches the whole path (with the query when it says so)."""
    for rule in context.site.get_hooks("website_redirects"):
        target = _target(rule, route, _query(context))
        if target is not None:
            code = int(rule.get("redirect_http_status") or PERMANENT)
            return redirect(target, code, Response)
    return None


def _target(rule: dict[str, Any], route: str, query: str) -> str | None:
    asked = f"{route}?{query}" if query and rule.get("match_with_query_string") else route
    try:
        pattern = re.compile(str(rule["source"]).strip("/ ") + "$")
    except re.error as error:
        _log.warning("website_redirects: %s is no regular expression: %s", rule["source"], error)
        return None
    return pattern.sub(str(rule["target"]), asked) if pattern.match(asked) else None


def _query(context: Context) -> str:
    request = context.request
    return request.query_string.decode("utf-8", "replace") if request is not None else ""
