"""Decides how a page's source becomes a template: front matter, Markdown, notes in comments, its base."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ristretto.web.resolve import attribute

FRONT_MATTER = re.compile(r"\A\s*---\s*\n(.*?)\n---\s*\n?", re.DOTALL)
HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>|^#\s+(.+)$", re.DOTALL | re.MULTILINE | re.IGNORECASE)
NOTES: dict[str, tuple[str, int]] = {
    "no-breadcrumbs": ("no_breadcrumbs", 1),
    "show-sidebar": ("show_sidebar", 1),
    "add-breadcrumbs": ("add_breadcrumbs", 1),
    "no-header": ("no_header", 1),
    "no-cache": ("no_cache", 1),
    "no-sitemap": ("sitemap", 0),
    "sitemap": ("sitemap", 1),
}


@dataclass
class Source:
    """The template text and what the file says about its page."""

    text: str
    values: dict[str, Any] = field(default_factory=dict)


def read(path: Path) -> Source:
    """A file's source. Files other than pages are taken as they are."""
    text = path.read_text(encoding="utf-8")
    values: dict[str, Any] = {}
    if found := FRONT_MATTER.match(text):
        values.update(front_matter(found.group(1)))
        text = text[found.end() :]
    values.update(notes(text))
    if "title" not in values and (title := heading(text)):
        values["title"] = title
    if path.suffix == ".md":
        html = attribute("frappe.utils.md_to_html")(text)
        text = f'<div class="from-markdown">{html}</div>'
    return Source(text, values)


def front_matter(text: str) -> dict[str, Any]:
    """`key: value` lines; numbers and yes/no are read, lists in brackets are split."""
    found: dict[str, Any] = {}
    for line in text.splitlines():
        key, colon, value = line.partition(":")
        if colon and key.strip().isidentifier():
            found[key.strip()] = _value(value.strip())
    return found


def _value(text: str) -> Any:
    if text.startswith("[") and text.endswith("]"):
        return [_value(each.strip()) for each in text[1:-1].split(",") if each.strip()]
    if text.lstrip("-").isdigit():
        return int(text)
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    return text.strip("\"'")


def notes(text: str) -> dict[str, Any]:
    """`<!-- no-cache -->`, `<!-- title: … -->`, `<!-- base_template: … -->`."""
    found: dict[str, Any] = {
        key: value for note, (key, value) in NOTES.items() if f"<!-- {note} -->" in text
    }
    for tag in ("title", "base_template"):
        if match := re.search(rf"<!--\s*{tag}:\s*(.*?)\s*-->", text):
            found[tag] = match.group(1)
    return found


def heading(text: str) -> str | None:
    """The first heading as plain text."""
    found = HEADING.search(text)
    if not found:
        return None
    plain = re.sub(r"<[^>]+>", "", found.group(1) or found.group(2)).strip()
    return plain if plain and "{" not in plain else None


def in_base(text: str, base: str | None) -> str:
    """The source inside its base template, unless it is a whole page or extends one itself."""
    if not base or re.search(r"{%-?\s*extends", text) or "</body>" in text:
        return text
    if re.search(r"{%-?\s*block\s", text):
        return f'{{% extends "{base}" %}}\n{text}'
    return f'{{% extends "{base}" %}}\n{{% block page_content %}}{text}{{% endblock %}}'
