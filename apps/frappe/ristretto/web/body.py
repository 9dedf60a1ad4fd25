"""Decides what a request says: one flat dict out of a JSON body, or else of query string and form.

A JSON body hides the query string completely (observed B15). Broken JSON, other character sets and
compressed
bodies are refused with a sentence; stock answers them with a 500.
"""

from __future__ import annotations

from typing import Any

import orjson
from werkzeug.datastructures import EnvironHeaders
from werkzeug.wrappers import Request

from ristretto.context import AttrDict
from ristretto.context.translate import translate
from ristretto.errors import MalformedRequest, UnsupportedMediaType, ValidationError
from ristretto.web.serving.environ import key_of

_WITHOUT_BODY = ("GET", "HEAD")
DEFAULT_MAX_BODY = 25 * 1024 * 1024


class QuickHeaders(EnvironHeaders):
    """Asking for a header that was not sent is the rule, so it raises nothing inside."""

    def get(self, key: str, default: Any = None, type: Any = None) -> Any:  # type: ignore[override]
        if type is not None:
            return super().get(key, default, type)
        return self.environ.get(key_of(key), default)

    def getlist(self, key: str, type: Any = None) -> list[Any]:
        found = self.get(key, type=type)
        return [] if found is None else [found]  # repeated ones are joined in the environment


class SiteRequest(Request):
    """A request whose form fields may be as large as its body; files are spooled to disk, not to
    memory."""

    def __init__(self, environ: dict[str, Any]) -> None:
        path = environ.get("PATH_INFO", "")
        if path.startswith("//"):
            environ["PATH_INFO"] = f"/{path.lstrip('/')}"
        super().__init__(environ, populate_request=False)  # else they hold each other
        self.headers = QuickHeaders(environ)

    max_form_memory_size = DEFAULT_MAX_BODY
    max_form_parts = 1000
    max_content_length = DEFAULT_MAX_BODY

    @property
    def is_json_body(self) -> bool:
        return "CONTENT_TYPE" in self.environ and bool(self.is_json and self.get_data(cache=True))


def read_form_dict(request: SiteRequest) -> AttrDict:
    """The arguments of a request. Raises MalformedRequest (400), UnsupportedMediaType (415),
    ValidationError (417)."""
    _refuse_compressed(request)
    if request.is_json_body:
        return _from_json(parse_json_bytes(request.get_data(cache=True)))
    found: dict[str, Any] = request.args.to_dict()
    if request.method not in _WITHOUT_BODY or request.content_length:
        found.update(request.form.to_dict())
    found.pop("_", None)
    return AttrDict(found)


def read_document(request: SiteRequest, form_dict: AttrDict) -> dict[str, Any]:
    """The document a REST call carries: `data`, else a JSON body of any content type, else all
    fields."""
    if form_dict.get("data") is not None:
        return _from_data(form_dict)
    if not form_dict and (raw := request.get_data(cache=True)):
        return _object(parse_json_bytes(raw))
    if request.is_json_body or not _sent_as_text(request):
        return dict(form_dict)
    raw = request.get_data(cache=True)
    return _object(parse_json_bytes(raw)) if raw.strip() else dict(form_dict)


def parse_json_bytes(raw: bytes) -> Any:
    """Parsed JSON, or a 400 that says where reading stopped."""
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        text = translate("The body is not valid JSON (UTF-8): {0}").format(error)
        raise MalformedRequest(text) from None


def _refuse_compressed(request: Request) -> None:
    encoding = request.headers.get("Content-Encoding", "identity").lower()
    if encoding not in ("identity", ""):
        text = translate("Content-Encoding {0} is not understood: send the body uncompressed")
        raise UnsupportedMediaType(text.format(encoding))


def _from_json(value: Any) -> AttrDict:
    if isinstance(value, dict):
        value.pop("_", None)
        return AttrDict(value)
    if isinstance(value, list):
        return AttrDict(data=value)
    raise ValidationError(translate("Invalid request arguments"))


def _from_data(form_dict: AttrDict) -> dict[str, Any]:
    """`data` given as JSON text or object; text that is no JSON is ignored (observed B13)."""
    data = form_dict.data
    if isinstance(data, str):
        try:
            data = orjson.loads(data)
        except orjson.JSONDecodeError:
            return dict(form_dict)
    return _object(data)


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        text = translate("A document must be a JSON object, not {0}").format(_kind(value))
        raise ValidationError(text)
    return value


def _kind(value: Any) -> str:
    if isinstance(value, list):
        return "a list"
    return "null" if value is None else f"a {type(value).__name__}"


def _sent_as_text(request: Request) -> bool:
    form_types = ("application/x-www-form-urlencoded", "multipart/form-data")
    return request.mimetype not in form_types
