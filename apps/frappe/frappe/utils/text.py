"""Text and list helpers: joining, quoting, abbreviations, HTML seen as text, Markdown."""

from __future__ import annotations

import hashlib
import re
import secrets
import string
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar
from urllib.parse import quote

from frappe.utils.numbers import cstr

T = TypeVar("T")

HTML_TAG_PATTERN = re.compile("<[^>]+>")
HTML_TAGS_PATTERN = re.compile(r"<[^>]*>")
_COMMENT_OR_TAG = re.compile(r"(<!--.*?-->|<[^>]*>)")
_HTML_ESCAPES = str.maketrans(
    {"&": "&amp;", '"': "&quot;", "'": "&apos;", ">": "&gt;", "<": "&lt;"}
)
_MARKDOWN_EXTRAS = {
    "fenced-code-blocks": None,
    "tables": None,
    "header-ids": None,
    "toc": None,
    "highlightjs-lang": None,
    "html-classes": {"table": "table table-bordered", "img": "screenshot"},
}


def strip_html(text: str) -> str:
    """Text without tags and comments."""
    return _COMMENT_OR_TAG.sub("", text)


def strip_html_tags(text: str) -> str:
    return HTML_TAGS_PATTERN.sub("", text)


def is_html(text: Any) -> bool:
    """Whether the text holds something that looks like a tag."""
    return isinstance(text, str) and HTML_TAG_PATTERN.search(text) is not None


def is_markdown(text: str) -> bool:
    return not ("<!-- markdown -->" not in text and re.search(r"<p[\s]*>|<br[\s]*>", text))


def escape_html(text: Any) -> Any:
    """Text safe inside HTML; other types unchanged."""
    return text.translate(_HTML_ESCAPES) if isinstance(text, str) else text


def quoted(url: str) -> str:
    """A URL path with unsafe characters percent-encoded, separators kept."""
    return quote(cstr(url).encode(), safe=b"~@#$&()*!+=:;,.?/'")


def encode(obj: Any, encoding: str = "utf-8") -> Any:
    """Bytes of a text, or of every text in a list; other values unchanged."""
    if isinstance(obj, list):
        return [encode(item, encoding) for item in obj]
    return obj.encode(encoding) if isinstance(obj, str) else obj


def strip(val: str | None, chars: str | None = None) -> str:
    """Trimmed text without zero-width marks."""
    return (val or "").replace("\ufeff", "").replace("\u200b", "").strip(chars)


def get_string_between(start: str, string: str, end: str) -> str:
    """What stands between `start` and `end` (regular expressions); the whole text if not found."""
    if not string:
        return ""
    found = re.search(f"{start}(.*){end}", string)
    return found.group(1) if found else string


def get_abbr(string: str, max_len: int = 2) -> str:
    """Initials of the first words; "?" for none."""
    initials = [part[0] for part in string.split(" ") if part]
    return "".join(initials[:max_len]) or "?"


def random_string(length: int) -> str:
    return "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(length))


def sha256_hash(input: str | bytes) -> str:
    return hashlib.sha256(input.encode() if isinstance(input, str) else input).hexdigest()


def comma_sep(some_list: Any, pattern: str, add_quotes: bool = True) -> Any:
    """Items as one sentence part; `pattern` joins the last one ("{0} and {1}")."""
    if not isinstance(some_list, list | tuple):
        return some_list
    items = [str(item) for item in some_list]
    if len(items) < 2:
        return items[0] if items else ""
    if add_quotes:
        items = [f"'{item}'" for item in items]
    import frappe

    return pattern.format(", ".join(frappe._(item) for item in items[:-1]), items[-1])


def comma_or(some_list: Any, add_quotes: bool = True) -> Any:
    import frappe

    return comma_sep(some_list, frappe._("{0} or {1}"), add_quotes)


def comma_and(some_list: Any, add_quotes: bool = True) -> Any:
    import frappe

    return comma_sep(some_list, frappe._("{0} and {1}"), add_quotes)


def new_line_sep(some_list: Any) -> Any:
    if not isinstance(some_list, list | tuple):
        return some_list
    return "\n ".join(str(item) for item in some_list)


def filter_strip_join(some_list: Iterable[Any], sep: str) -> str:
    return cstr(sep).join(cstr(item).strip() for item in some_list if item)


def list_to_str(seq: Iterable[Any], sep: str = ", ") -> str:
    return sep.join(str(item).strip() for item in seq)


def unique(seq: Iterable[T]) -> list[T]:
    """Items once each, in the order of their first appearance."""
    return list(dict.fromkeys(seq))


def has_common(l1: Iterable[Any], l2: Iterable[Any]) -> set[Any]:
    """The common items (truthy when there are any)."""
    return set(l1) & set(l2)


def is_subset(list_a: Sequence[Any], list_b: Sequence[Any]) -> bool:
    return len(set(list_a) & set(list_b)) == len(list_a)


def dict_with_keys(dict: dict[Any, Any], keys: Iterable[Any]) -> dict[Any, Any]:
    wanted = set(keys)
    return {key: value for key, value in dict.items() if key in wanted}


def remove_blanks(d: dict[Any, Any]) -> dict[Any, Any]:
    """Drop empty values, in place."""
    for key in [key for key, value in d.items() if not value]:
        del d[key]
    return d


def dict_to_str(args: dict[str, Any], sep: str = "&") -> str:
    """A query string in the order of the dict."""
    return sep.join(f"{key}={quote(str(value or ''))}" for key, value in args.items())


def make_esc(esc_chars: str) -> Any:
    return lambda s: esc(s, esc_chars)


def esc(s: str, esc_chars: str) -> str:
    """Put a backslash before each of `esc_chars`."""
    return "".join(f"\\{char}" if char in esc_chars else char for char in s or "")


def unesc(s: str, esc_chars: str) -> str:
    for char in esc_chars:
        s = s.replace(f"\\{char}", char)
    return s


def squashify(what: Any) -> Any:
    """The only item of a one-item list, else the value itself."""
    return what[0] if isinstance(what, list | tuple | set) and len(what) == 1 else what


class UnicodeWithAttrs(str):
    """Rendered Markdown with its table of contents."""

    def __new__(cls, text: Any) -> UnicodeWithAttrs:
        made = super().__new__(cls, text)
        made.toc_html = getattr(text, "toc_html", None)
        made.metadata = getattr(text, "metadata", None)
        return made

    toc_html: Any
    metadata: Any


def md_to_html(markdown_text: str | None) -> UnicodeWithAttrs | None:
    """Markdown (with fenced code, tables and header ids) as HTML; None when it cannot be read."""
    import markdown2

    try:
        return UnicodeWithAttrs(markdown2.markdown(markdown_text or "", extras=_MARKDOWN_EXTRAS))
    except markdown2.MarkdownError:
        return None


def markdown(text: str | None, sanitize: bool = True, linkify: bool = True) -> str | None:
    """Text as HTML: HTML stays, Markdown is rendered, scripts are removed."""
    from frappe.utils.html_utils import sanitize_html

    html = text if is_html(text) else md_to_html(text)
    if sanitize and html:
        return sanitize_html(html, linkify=linkify)
    return html


def to_markdown(html: str | None) -> str:
    """HTML as Markdown text: headings, lists, links, emphasis."""
    from frappe.utils.html_markdown import html_to_markdown

    return html_to_markdown(html or "")


def generate_hash(*args: Any, **kwargs: Any) -> str:
    import frappe

    return frappe.generate_hash(*args, **kwargs)
