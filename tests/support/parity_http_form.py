"""Decides how an HTTP answer is written down, so that answers of two servers can be compared.

Kept: status, content type, the headers a client acts on, cookies with their flags, every key, the type of every
number, and all values that follow from the request. Masked, in every row alike: times, generated names, tokens,
tracebacks, SQL, and sentences for people (their keys, number and indicator stay).
"""

from __future__ import annotations

import json
import re
from typing import Any

from werkzeug.http import parse_options_header

SHOWN_HEADERS = ("location", "allow", "content-disposition")
KEYS_KEPT = 60
DEPTH_KEPT = 4
_TIME = re.compile(r"20(2[5-9]|[3-9]\d)-\d\d-\d\d[ T]\d{1,2}:\d\d:\d\d(\.\d+)?")
_DATE = re.compile(r"20(2[5-9]|[3-9]\d)-\d\d-\d\d|\d\d[./-]\d\d[./-]20(2[5-9]|[3-9]\d)")
_CLOCK = re.compile(r"\d{1,2}:\d\d:\d\d\.\d+")
_NAME = re.compile(r"(?=[a-z]*\d)[0-9a-v]{10}")
_NAME_BY_KEY = re.compile(r"[0-9a-v]{10}")
_HOST = re.compile(r"https?://[a-z]+\.localhost(:\d+)?")
_WITHIN = ((_HOST, "<host>"), (_TIME, "<time>"))
_BY_KEY = {
    "creation": "<time>",
    "modified": "<time>",
    "execution_time": 0,
    "time_zone": "<zone>",
    "content_hash": "<hash>",
    "api_secret": "<secret>",
    "exc": "<trace>",
}
_TEXTS = ("message", "title")


def json_body(value: Any) -> Any:
    """A parsed JSON answer with what differs from run to run masked."""
    if not isinstance(value, dict):
        return plain(value)
    found = {key: plain(each, key) for key, each in value.items()}
    if "_error_message" in found:
        found["_error_message"] = "<text>"
    if isinstance(found.get("exception"), str):
        found["exception"] = found["exception"].partition(":")[0].rpartition(".")[2]
    for key in ("_server_messages", "_debug_messages"):
        if key in found:
            found[key] = _messages(value[key]) if key == "_server_messages" else "<sql>"
    if "debug" in found:
        found["debug"] = "<sql>"
    for key in ("errors", "messages"):
        if isinstance(value.get(key), list):
            found[key] = [_message(each) for each in value[key]]
    return found


def plain(value: Any, key: str = "") -> Any:
    """One value: masked by its key, else by how it looks; floats marked, for JSON's readers tell 1.0 from 1."""
    if key in _BY_KEY and isinstance(value, str | int | float):
        return _BY_KEY[key]
    if isinstance(value, dict):
        return {masked(each): plain(inner, each) for each, inner in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    if key == "name" and isinstance(value, str) and _NAME_BY_KEY.fullmatch(value):
        return "<name>"
    if key == "job_id" and value:
        return "<job>"
    if isinstance(value, float):
        return f"~{value!r}"
    return masked(value) if isinstance(value, str) else value


def masked(text: str) -> str:
    for pattern, mask in ((_DATE, "<date>"), (_CLOCK, "<clock>"), (_NAME, "<name>")):
        if pattern.fullmatch(text):
            return mask
    for pattern, mask in _WITHIN:
        text = pattern.sub(mask, text)
    return text


def shape(value: Any, depth: int = 0) -> Any:
    """Types by key, lists by their first entry, as long as the record of a long answer was kept."""
    if isinstance(value, dict):
        if depth >= DEPTH_KEPT:
            return "object"
        return {masked(key): shape(each, depth + 1) for key, each in value.items()}
    if isinstance(value, list):
        return [shape(each, depth + 1) for each in value[:1]]
    if value is None:
        return "null"
    return type(value).__name__


def like(found: Any, recorded: Any) -> Any:
    """The shape found, without the keys of an object whose record names only the first sixty ("…")."""
    if isinstance(found, dict) and isinstance(recorded, dict):
        cut = "…" in recorded
        kept = {
            key: like(each, recorded.get(key))
            for key, each in found.items()
            if not cut or key in recorded
        }
        return {**kept, "…": "more keys"} if cut else kept
    if isinstance(found, list) and isinstance(recorded, list):
        return [like(each, first) for each, first in zip(found, recorded, strict=False)] or found[
            :1
        ]
    return found


def cookies(lines: list[str]) -> dict[str, str]:
    """{name: value and flags} as a browser has them after the answer; session ids and dates masked."""
    return dict(_cookie(line) for line in lines)


def _cookie(line: str) -> tuple[str, str]:
    pair, *flags = (part.strip() for part in line.split(";"))
    name, _, value = pair.partition("=")
    value = value.strip('"')
    if not value and any(flag.lower().startswith("expires=") for flag in flags):
        return name, "deleted"
    if name == "sid" and value != "Guest":
        value = "<sid>"
    kept = sorted(flag for flag in flags if not flag.lower().startswith("expires="))
    return name, "; ".join([value, *kept])


def disposition(text: str) -> str:
    """Content-Disposition: its kind and the file's name, in whichever form the name is written."""
    kind, options = parse_options_header(text)
    if "=" in kind:  # stock leaves out the kind when it exports
        kind, options = "", parse_options_header(f"x; {kind}")[1] | options
    return f"{kind} {options.get('filename', '')}".strip()


def _messages(text: Any) -> Any:
    """The `_server_messages` text: how many, and what each holds besides its sentence."""
    try:
        return [_message(json.loads(each)) for each in json.loads(text)]
    except (TypeError, ValueError):
        return "not a JSON list of JSON texts"


def _message(entry: Any) -> Any:
    if not isinstance(entry, dict):
        return entry
    found = {key: plain(value) for key, value in entry.items() if key != "__frappe_exc_id"}
    found.update({key: "<text>" for key in _TEXTS if key in found})
    if "exception" in found:
        found["exception"] = "<trace>"
    return found
