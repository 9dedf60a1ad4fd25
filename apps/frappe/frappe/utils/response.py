"""Building answers at Frappe's public place; the shapes are in ristretto.web.answers and
error_pages."""

from typing import Any

from ristretto.context import current
from ristretto.web.answers import build_answer, json_answer
from ristretto.web.serialize import plain, to_json

json_handler = plain


def build_response(response_type: str | None = None) -> Any:
    """The answer that `frappe.response` describes."""
    return build_answer(current(), kind=response_type)


def as_json() -> Any:
    return json_answer(current())


def json_text(value: Any) -> str:
    """A value as the JSON text that clients receive."""
    return to_json(value).decode("utf-8")
