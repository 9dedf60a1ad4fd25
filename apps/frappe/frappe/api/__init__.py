"""The REST API at Frappe's public place; routes are a table in ristretto.web.routes."""

from enum import StrEnum
from typing import Any

from ristretto.context import current
from ristretto.web.routes import API as API_URL_MAP
from ristretto.web.routes import dispatch_api

import frappe

__all__ = ["API_URL_MAP", "ApiVersion", "get_api_version", "handle"]


class ApiVersion(StrEnum):
    V1 = "v1"
    V2 = "v2"


def handle(request: Any) -> Any:
    """The answer to a request below /api."""
    return dispatch_api(current(), request)


def get_api_version() -> ApiVersion | None:
    """Which version the running request speaks; None outside requests."""
    if not frappe.request:
        return None
    return ApiVersion.V2 if frappe.request.path.startswith("/api/v2") else ApiVersion.V1
