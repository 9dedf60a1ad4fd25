"""Decides how a request of the server (RSGI) reads as a WSGI environment: PEP 3333, repeated headers joined."""

from __future__ import annotations

import sys
from functools import lru_cache
from typing import Any, BinaryIO

_FIXED = {
    "SCRIPT_NAME": "",
    "SERVER_SOFTWARE": "Granian",
    "wsgi.errors": sys.stderr,
    "wsgi.input_terminated": True,
    "wsgi.multiprocess": True,
    "wsgi.multithread": True,
    "wsgi.run_once": False,
    "wsgi.version": (1, 0),
}


@lru_cache(maxsize=256)
def key_of(header: str) -> str:
    """The name under which an environment holds a header."""
    name = header.upper().replace("-", "_")
    return name if name in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{name}"


def make_environ(scope: Any) -> dict[str, Any]:
    """Everything but the body (`wsgi.input`)."""
    host, _colon, port = scope.server.rpartition(":")
    environ = {
        **_FIXED,
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "SERVER_NAME": host.strip("[]"),
        "SERVER_PORT": port,
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.url_scheme": scope.scheme,
    }
    if scope.authority:
        environ["HTTP_HOST"] = scope.authority
    for name, value in scope.headers.items():
        _add(environ, name, value)
    return environ


def _add(environ: dict[str, Any], name: str, value: str) -> None:
    if "_" in name:
        return  # X_Name would pass for X-Name
    key = key_of(name)
    known = environ.get(key)
    if known is None or key in ("CONTENT_LENGTH", "CONTENT_TYPE", "HTTP_HOST"):
        environ[key] = value
    else:
        environ[key] = f"{known}{';' if key == 'HTTP_COOKIE' else ','}{value}"


def as_text(environ: dict[str, Any]) -> dict[str, str]:
    """What of an environment travels to another process: its texts."""
    return {key: value for key, value in environ.items() if isinstance(value, str)}


def from_text(texts: dict[str, str], body: BinaryIO) -> dict[str, Any]:
    """The environment again, in the other process."""
    return {**_FIXED, **texts, "wsgi.input": body}
