"""Request bodies (observed rows B): what becomes arguments, what is refused with which status."""

from __future__ import annotations

from typing import Any

import pytest
from ristretto.errors import MalformedRequest, UnsupportedMediaType, ValidationError
from ristretto.web.body import SiteRequest, read_document, read_form_dict
from werkzeug.test import EnvironBuilder

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


def request(
    data: Any = None, content_type: str | None = None, query: str = "", **headers: str
) -> SiteRequest:
    """A POST with this body."""
    builder = EnvironBuilder(
        method="POST",
        path="/x",
        query_string=query,
        data=data,
        content_type=content_type,
        headers=headers,
    )
    return SiteRequest(builder.get_environ())


ACCEPTED = [
    # id, body, content type, query string, arguments
    ("B01", b'{"a": 1}', JSON, "", {"a": 1}),
    ("B03", b"a=1&b=x", FORM, "", {"a": "1", "b": "x"}),
    ("B04", None, None, "a=1", {"a": "1"}),
    ("B09", b"", JSON, "", {}),
    ("B15", b'{"a": 1}', JSON, "b=2", {"a": 1}),
    ("B20", b"[1, 2]", JSON, "", {"data": [1, 2]}),
    ("A60e", None, None, "a=1&_=123", {"a": "1"}),
    ("B08", '{"a": "ế"}'.encode(), "application/json; charset=utf-8", "", {"a": "ế"}),
]
REFUSED = [
    ("B07", '{"a": "ü"}'.encode("latin-1"), JSON, {}, MalformedRequest, 400),
    ("B10", b'{"a": ', JSON, {}, MalformedRequest, 400),
    ("B12", b'"text"', JSON, {}, ValidationError, 417),
    ("B12b", b"null", JSON, {}, ValidationError, 417),
    ("B21", b"\x1f\x8b", JSON, {"Content-Encoding": "gzip"}, UnsupportedMediaType, 415),
]


@pytest.mark.parametrize(
    ("row", "data", "kind", "query", "expected"), ACCEPTED, ids=[r[0] for r in ACCEPTED]
)
def test_arguments_of_a_body(
    row: str, data: Any, kind: str | None, query: str, expected: Any
) -> None:
    """A JSON body hides the query string; without one, query and form count."""
    assert dict(read_form_dict(request(data, kind, query))) == expected


@pytest.mark.parametrize(
    ("row", "data", "kind", "headers", "error", "status"), REFUSED, ids=[r[0] for r in REFUSED]
)
def test_a_body_that_cannot_be_read_is_refused(
    row: str,
    data: Any,
    kind: str,
    headers: dict[str, str],
    error: type[ValidationError],
    status: int,
) -> None:
    """With a status and a sentence; stock answers most of these with a 500."""
    with pytest.raises(error) as refused:
        read_form_dict(request(data, kind, **headers))
    assert refused.value.http_status_code == status
    assert str(refused.value)


DOCUMENTS = [
    ("B02", b'data={"a": 1}', FORM, {"a": 1}),
    ("B05", b'{"a": 1}', "text/plain", {"a": 1}),
    ("B06", b'{"a": 1}', None, {"a": 1}),
    ("B13", b"data=nonsense", FORM, {"data": "nonsense"}),
]


@pytest.mark.parametrize(
    ("row", "data", "kind", "expected"), DOCUMENTS, ids=[r[0] for r in DOCUMENTS]
)
def test_the_document_of_a_rest_call(
    row: str, data: bytes, kind: str | None, expected: Any
) -> None:
    """JSON of any content type, or `data`, or plain fields."""
    made = request(data, kind)
    assert read_document(made, read_form_dict(made)) == expected


def test_a_list_is_no_document() -> None:
    """B11: refused with 417 and the kind of thing that came."""
    made = request(b"[1]", JSON)
    with pytest.raises(ValidationError, match="a list"):
        read_document(made, read_form_dict(made))
