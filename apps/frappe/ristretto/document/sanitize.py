"""Decides which HTML may be stored: markup that runs or tracks is taken out with nh3."""

from __future__ import annotations

import json
import re
from typing import Any

import nh3

from ristretto.meta import Field

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


# Elements of HTML that are taken out; whatever else stands in angle brackets is text, scripts too.
_TAKEN_OUT = {
    "html",
    "head",
    "body",
    "base",
    "meta",
    "link",
    "style",
    "title",
    "form",
    "fieldset",
    "legend",
    "label",
    "input",
    "button",
    "select",
    "optgroup",
    "option",
    "textarea",
    "datalist",
    "output",
    "progress",
    "meter",
    "iframe",
    "frame",
    "frameset",
    "object",
    "embed",
    "param",
    "applet",
    "noscript",
    "canvas",
    "template",
    "slot",
    "dialog",
    "menu",
    "portal",
    "svg",
    "math",
    "path",
    "g",
    "circle",
    "rect",
    "line",
    "polygon",
    "defs",
    "use",
    "main",
    "address",
    "nav",
    "marquee",
    "blink",
    "big",
    "basefont",
    "dir",
    "noframes",
    "o",
}
_TAG_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)[^<>]*>")


# Made once: the lists cost more than the cleaning.
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    url_schemes={"http", "https", "mailto", "tel", "data"},
    link_rel=None,
)


def sanitize_html(html: str) -> str:
    """HTML without event attributes and dangerous links; scripts and unknown tags become visible text."""
    return _CLEANER.clean(show_unknown(html))


def show_unknown(html: str) -> str:
    """Scripts and tags that HTML does not know, as the text that somebody typed."""

    def text(tag: re.Match[str]) -> str:
        if tag[1].lower() in _TAGS or tag[1].lower() in _TAKEN_OUT:
            return tag[0]
        return tag[0].replace("<", "&lt;").replace(">", "&gt;")

    return _TAG_NAME.sub(text, html)


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


def _may_hold_markup(field: Field) -> bool:
    if field.column is None or field.ignore_xss_filter or field.fieldtype in _UNTOUCHED:
        return False
    return not (field.fieldtype == "Data" and field.options == "Email")


def sanitize_fields(doc: Any) -> None:
    """Clean every text of the document that holds markup."""
    if doc.docstatus.is_cancelled():
        return
    for field in doc.meta.chosen(_may_hold_markup):
        value = doc.__dict__.get(field.fieldname)
        if value is None or not isinstance(value, str) or "<" not in value or ">" not in value:
            continue
        if doc.docstatus.is_submitted() and not field.allow_on_submit and not doc.is_new():
            continue
        if is_html(value) and not is_json(value):
            doc.__dict__[field.fieldname] = sanitize_html(value)
