"""What `frappe.response` becomes: JSON, tables, downloads, redirects, pages."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ristretto.context import AttrDict
from ristretto.web.answers import build_answer

Answer = tuple[int, str, str, bytes]
KINDS: list[tuple[dict[str, Any], Answer]] = [
    (
        {"type": "csv", "doctype": "ToDo", "result": "a,b\r\n"},
        (200, "text/csv", "attachment", b"a,b\r\n"),
    ),
    (
        {"type": "txt", "doctype": "ToDo", "result": "text"},
        (200, "text/plain", "attachment", b"text"),
    ),
    (
        {"type": "download", "filename": "a.json", "filecontent": "{}"},
        (200, "application/json", "attachment", b"{}"),
    ),
    (
        {
            "type": "download",
            "filename": "a.pdf",
            "filecontent": b"x",
            "display_content_as": "inline",
        },
        (200, "application/pdf", "inline", b"x"),
    ),
    (
        {"type": "download", "filename": "a.bin", "filecontent": b"x", "content_type": "image/png"},
        (200, "image/png", "attachment", b"x"),
    ),
    (
        {"type": "binary", "filename": "a.xlsx", "filecontent": b"PK"},
        (200, "application/octet-stream", "attachment", b"PK"),
    ),
    (
        {"type": "pdf", "filename": "a.pdf", "filecontent": b"%PDF"},
        (200, "application/pdf", "inline", b"%PDF"),
    ),
]


@pytest.fixture
def answer(ctx: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Builds the answer of a response dict."""

    def build(**values: Any) -> Any:
        monkeypatch.setattr(ctx, "response", AttrDict(docs=[], **values))
        return build_answer(ctx)

    return build


@pytest.mark.parametrize(("values", "expected"), KINDS)
def test_a_file(answer: Any, values: dict[str, Any], expected: Answer) -> None:
    """Its type, whether it is saved or shown, and its bytes."""
    found = answer(**values)
    kind = found.headers["Content-Disposition"].partition(";")[0]
    assert (found.status_code, found.mimetype, kind, found.get_data()) == expected


def test_any_file_name_survives(answer: Any) -> None:
    """Vietnamese letters and quotes arrive; a line break does not become a header."""
    found = answer(type="binary", filename='Báo "cáo"\r\nX: y.xlsx', filecontent=b"")
    text = found.headers["Content-Disposition"]
    assert "filename*=UTF-8''B%C3%A1o%20%22c%C3%A1o%22%0D%0AX%3A%20y.xlsx" in text
    assert "\n" not in text


def test_a_redirect(answer: Any) -> None:
    """302 to the address that was set."""
    found = answer(type="redirect", location="/app/todo")
    assert (found.status_code, found.headers["Location"]) == (302, "/app/todo")


def test_json_carries_every_key(answer: Any) -> None:
    """Status as set; neither the status nor an empty `docs` is in the body."""
    found = answer(message=[1], extra={"a": None}, http_status_code=404)
    assert (found.status_code, found.mimetype) == (404, "application/json")
    assert json.loads(found.get_data()) == {"message": [1], "extra": {"a": None}}
