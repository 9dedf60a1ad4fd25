"""Decides the headers that every answer carries: what a browser may load, frame, guess and
remember."""

from __future__ import annotations

from typing import Any

from werkzeug.wrappers import Request, Response

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; object-src 'none'; "
    "frame-ancestors 'self'; base-uri 'none'; form-action 'self'"
)


_SECURITY = (
    ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("X-Frame-Options", "SAMEORIGIN"),
)


def add_security_headers(response: Response) -> None:
    """Set what the handler has not set itself."""
    present = {name.lower() for name, _value in response.headers}
    for name, value in _SECURITY:
        if name.lower() not in present:
            response.headers.add(name, value)


def add_cors_headers(
    request: Request, response: Response, allowed: Any, preflight_age: int = 86400
) -> None:
    """`allowed` is the site's allow_cors: "*", one origin or a list; nothing is sent without it."""
    origin = request.headers.get("Origin")
    if not allowed or not origin:
        return
    if allowed != "*" and origin not in (allowed if isinstance(allowed, list) else [allowed]):
        return
    response.headers["Access-Control-Allow-Credentials"] = "true"
    response.headers["Access-Control-Allow-Origin"] = origin
    response.headers["Vary"] = "Origin"
    if request.method != "OPTIONS":
        return
    for asked, answer in (
        ("Access-Control-Request-Method", "Access-Control-Allow-Methods"),
        ("Access-Control-Request-Headers", "Access-Control-Allow-Headers"),
    ):
        if value := request.headers.get(asked):
            response.headers[answer] = value
    response.headers["Access-Control-Max-Age"] = str(preflight_age)
