"""HTML to Markdown, for plain-text mails and search: structure is kept, styling is dropped."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = {"p", "div", "ul", "ol", "table", "tr", "blockquote", "section", "article"}
_MARKS = {"b": "**", "strong": "**", "i": "_", "em": "_", "code": "`"}
_SILENT = {"script", "style", "head", "title"}


class _Writer(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.lists: list[int | None] = []
        self.links: list[str | None] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in _SILENT:
            self.silent += 1
        elif tag in _MARKS:
            self.out.append(_MARKS[tag])
        elif tag in _BLOCKS:
            self._open_block(tag)
        elif tag == "br":
            self.out.append("  \n")
        elif tag == "hr":
            self.out.append("\n\n* * *\n\n")
        elif tag == "li":
            self._item()
        elif tag == "a":
            self.links.append(values.get("href"))
            self.out.append("[" if values.get("href") else "")
        elif tag == "img":
            self.out.append(f"![{values.get('alt') or ''}]({values.get('src') or ''})")
        elif re.fullmatch("h[1-6]", tag):
            self.out.append(f"\n\n{'#' * int(tag[1])} ")

    def _open_block(self, tag: str) -> None:
        if tag in ("ul", "ol"):
            self.lists.append(0 if tag == "ol" else None)
        self.out.append("\n" if tag == "tr" or len(self.lists) > 1 else "\n\n")

    def _item(self) -> None:
        indent = "  " * len(self.lists)
        number = self.lists[-1] if self.lists else None
        if number is None:
            self.out.append(f"\n{indent}* ")
            return
        self.lists[-1] = number + 1
        self.out.append(f"\n{indent}{number + 1}. ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in _MARKS:
            self.out.append(_MARKS[tag])
        elif tag in ("td", "th"):
            self.out.append(" | ")
        elif tag == "a" and self.links:
            href = self.links.pop()
            self.out.append(f"]({href})" if href else "")
        elif tag in _BLOCKS or re.fullmatch("h[1-6]", tag):
            if tag in ("ul", "ol") and self.lists:
                self.lists.pop()
            self.out.append("\n\n" if not self.lists else "")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.out.append(re.sub(r"\s+", " ", data))


def html_to_markdown(html: str) -> str:
    """Markdown of an HTML fragment, ending with one line break ("" for nothing)."""
    writer = _Writer()
    writer.feed(html)
    writer.close()
    text = re.sub(r"[ \t]+\n(?!\S)", "\n", "".join(writer.out))
    text = re.sub(r"\n{3,}", "\n\n", text).strip()
    return f"{text}\n" if text else ""
