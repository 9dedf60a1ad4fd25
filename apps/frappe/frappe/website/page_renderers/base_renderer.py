"""What an app's own renderer (hook page_renderer) starts from."""

from __future__ import annotations

from typing import Any

from werkzeug.wrappers import Response

import frappe


class BaseRenderer:
    """`can_render()` says whether the path is its own, `render()` answers it."""

    def __init__(self, path: str | None = None, http_status_code: int | None = None) -> None:
        self.headers: dict[str, str] | None = None
        self.http_status_code = http_status_code or 200
        self.path = (path if path is not None else frappe.request.path).strip("/ ")

    def can_render(self) -> bool:
        raise NotImplementedError

    def render(self) -> Any:
        raise NotImplementedError

    def build_response(
        self,
        data: Any,
        http_status_code: int | None = None,
        headers: dict[str, str] | None = None,
    ) -> Response:
        response = Response(
            data, status=http_status_code or self.http_status_code, mimetype="text/html"
        )
        for name, value in (headers or self.headers or {}).items():
            response.headers[name] = value
        return response
