"""Which HTML may be stored and shown: tags and attributes that cannot run code."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import nh3
from ristretto.document.sanitize import show_unknown

from frappe.utils.text import is_html

_TEXT_TAGS = {
    "a", "abbr", "acronym", "address", "article", "aside", "b", "bdi", "bdo", "big",
    "blockquote", "br", "caption", "center", "cite", "code", "col", "colgroup", "data", "dd",
    "del", "details", "dfn", "dir", "div", "dl", "dt", "em", "figcaption", "figure", "font",
    "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "i", "img", "ins",
    "kbd", "label", "legend", "li", "main", "map", "mark", "menu", "meter", "nav", "ol",
    "optgroup", "option", "output", "p", "pre", "progress", "q", "rp", "rt", "ruby", "s",
    "samp", "section", "small", "span", "strike", "strong", "sub", "summary", "sup", "table",
    "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var", "wbr",
}  # fmt: skip
_FORM_TAGS = {
    "button", "fieldset", "input", "select", "textarea",
}  # fmt: skip
_MEDIA_TAGS = {
    "audio", "canvas", "source", "track", "video",
}  # fmt: skip
_ATTRIBUTES = {
    "abbr", "accept", "accept-charset", "align", "alt", "axis", "bgcolor", "border",
    "cellpadding", "cellspacing", "char", "charoff", "charset", "checked", "cite", "class",
    "clear", "color", "cols", "colspan", "compact", "contenteditable", "controls", "coords",
    "data-id", "data-index", "data-list", "data-row", "data-value", "data-ql-align",
    "data-fieldname", "data-label", "datetime", "dir", "disabled", "download", "draggable",
    "face", "for", "frame", "headers", "height", "high", "href", "hreflang", "hspace", "id",
    "ismap", "label", "lang", "list", "longdesc", "loop", "low", "max", "maxlength", "media",
    "min", "multiple", "name", "nohref", "noshade", "nowrap", "open", "optimum", "pattern",
    "placeholder", "prompt", "readonly", "required", "reversed", "rows", "rowspan", "rules",
    "scope", "selected", "shape", "size", "span", "spellcheck", "src", "start", "step", "style",
    "summary", "tabindex", "target", "title", "type", "usemap", "valign", "value", "vspace",
    "width", "wrap",
}  # fmt: skip
_CLEAN_TAGS = {
    "div", "p", "br", "ul", "ol", "li", "strong", "b", "em", "i", "u", "a", "table", "thead",
    "tbody", "td", "tr",
}  # fmt: skip
_STYLES = {
    "color", "background", "background-color", "border", "border-color", "border-style",
    "border-width", "border-radius", "border-collapse", "border-spacing", "clear", "display",
    "float", "font", "font-family", "font-size", "font-style", "font-weight", "height",
    "letter-spacing", "line-height", "list-style", "list-style-type", "margin", "margin-top",
    "margin-bottom", "margin-left", "margin-right", "max-width", "min-width", "max-height",
    "min-height", "opacity", "overflow", "padding", "padding-top", "padding-bottom",
    "padding-left", "padding-right", "page-break-after", "page-break-before", "text-align",
    "text-decoration", "text-indent", "vertical-align", "white-space", "width", "word-break",
    "word-wrap",
}  # fmt: skip
_SCHEMES = {"http", "https", "mailto", "tel", "data", "ftp", "cid", "sms"}
_BARE_URL = re.compile(r"(?<![\"'=>/\w])(https?://[^\s<>\"']+[^\s<>\"'.,;:!?)])")
_IMAGE_DATA = re.compile(r"data:image/(png|jpe?g|gif|webp|bmp|avif);base64,", re.I)


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Drop `data:` URLs that are not pictures: they may carry a page with scripts."""
    if name in ("href", "src") and value.strip().lower().startswith("data:"):
        return value if tag == "img" and _IMAGE_DATA.match(value.strip()) else None
    return value


def _clean(text: str, tags: set[str], attributes: set[str]) -> str:
    return nh3.clean(
        text,
        tags=tags,
        clean_content_tags={"script", "style"} - tags,
        attributes={"*": attributes},
        attribute_filter=_attribute,
        generic_attribute_prefixes={"data-"} if attributes is _ATTRIBUTES else set(),
        filter_style_properties=_STYLES,
        url_schemes=_SCHEMES,
        strip_comments=False,
        link_rel=None,
    )


def clean_html(html: Any) -> Any:
    """Keep the few tags that plain documents need; text of other tags stays."""
    if not isinstance(html, str):
        return html
    cleaned = _clean(clean_script_and_style(html), _CLEAN_TAGS, {"style", "border", "colspan"})
    return re.sub(r"<!--.*?-->", "", cleaned, flags=re.S)


def clean_email_html(html: Any) -> Any:
    """HTML of an incoming mail, safe to show."""
    if not isinstance(html, str):
        return html
    return _clean(clean_script_and_style(html), _TEXT_TAGS, _ATTRIBUTES)


def clean_script_and_style(html: str) -> str:
    """Remove `<script>` and `<style>` elements with their content."""
    return re.sub(r"<(script|style)\b.*?</\1\s*>", "", html, flags=re.S | re.I)


def sanitize_html(html: Any, linkify: bool = False, always_sanitize: bool = False) -> Any:
    """HTML without anything that runs; text that is no HTML, and JSON, is returned as it is."""
    if not isinstance(html, str) or is_json(html):
        return html
    if not always_sanitize and not is_html(html):
        return html
    cleaned = _clean(show_unknown(html), _TEXT_TAGS | _FORM_TAGS | _MEDIA_TAGS, _ATTRIBUTES)
    return _linked(cleaned) if linkify else cleaned


def _linked(text: str) -> str:
    """Bare web addresses as links, outside of existing links."""
    parts = re.split(r"(<a\b.*?</a>)", text, flags=re.S | re.I)
    return "".join(
        part if part[:2].lower() == "<a" else _BARE_URL.sub(r'<a href="\1">\1</a>', part)
        for part in parts
    )


def is_json(text: Any) -> bool:
    try:
        json.loads(text)
    except (ValueError, TypeError):
        return False
    return True


def get_icon_html(icon: str | None, small: bool = False) -> str:
    """Markup of an icon: an emoji, a picture or a CSS class."""
    icon = icon or ""
    if re.match("[\U0001f300-\U0001faff\u2600-\u27bf]", icon):
        return f'<span class="text-muted">{icon}</span>'
    if icon.lower().endswith((".jpg", ".jpeg", ".png", ".svg", ".gif", ".webp")):
        size = 'style="width: 16px; height: 16px;"' if small else ""
        return f'<img {size} src="{html.escape(icon)}">'
    return f'<i class="{html.escape(icon)}"></i>'


def unescape_html(value: str) -> str:
    return html.unescape(value)
