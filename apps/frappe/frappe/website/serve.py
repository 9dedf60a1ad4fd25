"""A page from code, as the website would answer it."""

from __future__ import annotations

from typing import Any

from ristretto.context import current
from ristretto.web.pages import render_route


def get_response(path: str | None = None, http_status_code: int = 200) -> Any:
    """The answer to a path. Raises NotFound or PermissionError."""
    route = (path or current().request.path).strip("/ ")
    response = render_route(current(), route)
    if http_status_code != 200:
        response.status_code = http_status_code
    return response


def get_response_content(path: str | None = None, http_status_code: int = 200) -> str:
    return str(get_response(path, http_status_code).get_data(as_text=True))


def get_response_without_exception_handling(
    path: str | None = None, http_status_code: int = 200
) -> Any:
    return get_response(path, http_status_code)
