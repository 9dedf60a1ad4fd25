"""Decides which HTML may be stored: markup that runs or tracks is taken out with nh3."""

from __future__ import annotations

import json
import re
from typing import Any

import nh3

_TAG = re.compile(r"<[^>]*>")
_UNTOUCHED = (
    "Code",
    "Attach",
    "Attach Image",
    "Barcode",
    "JSON",
    "Password",
    "HTML Editor",
    "Geolocation",
)
_ATTRIBUTES: dict[str, set[str]] = {
    **{tag: set(names) for tag, names in nh3.ALLOWED_ATTRIBUTES.items()},
    "*": {
        "class",
        "style",
        "id",
        "title",
        "align",
        "dir",
        "lang",
        "data-type",
        "data-id",
        "data-value",
        "data-list",
        "data-denotation-char",
        "data-is-group",
        "data-link",
        "data-mention",
        "width",
        "height",
    },
}
_TAGS = set(nh3.ALLOWED_TAGS) | {"font", "section", "header", "footer", "video", "audio", "source"}


def sanitize_html(html: str) -> str:
    """HTML without scripts, event attributes and dangerous links."""
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel", "data"},
        link_rel=None,
    )


def is_html(text: str) -> bool:
    return "<" in text and bool(_TAG.search(text))


def is_json(text: str) -> bool:
    """A JSON object or list; its texts belong to whoever reads the JSON."""
    if not text.lstrip().startswith(("{", "[")):
        return False
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def is_blank_html(text: str, *, keep_images: bool = False) -> bool:
    """True for markup that shows nothing."""
    if "<" not in text:
        return False
    if keep_images and "<img" in text.lower():
        return False
    return not _TAG.sub("", text).strip(" \t\r\n")


def sanitize_fields(doc: Any) -> None:
    """Clean every text of the document that holds markup."""
    if doc.docstatus.is_cancelled():
        return
    for field in doc.meta.column_fields:
        value = doc.__dict__.get(field.fieldname)
        if not isinstance(value, str) or "<" not in value or ">" not in value:
            continue
        frozen = doc.docstatus.is_submitted() and not field.allow_on_submit and not doc.is_new()
        if field.ignore_xss_filter or field.fieldtype in _UNTOUCHED or frozen:
            continue
        if field.fieldtype == "Data" and field.options == "Email":
            continue
        if is_html(value) and not is_json(value):
            doc.__dict__[field.fieldname] = sanitize_html(value)
