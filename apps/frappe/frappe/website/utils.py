"""Helpers about pages that apps import from here."""

from __future__ import annotations

import re
from typing import Any

from ristretto.context import current
from ristretto.web.website import home_route, source

import frappe
from frappe.utils import cint, md_to_html


def cleanup_page_name(title: str) -> str:
    """A title as it may stand in an address: small letters, digits and hyphens; Vietnamese without marks."""
    from ristretto.db.fold import fold

    text = re.sub(r"[~!@#$%^&*+()<>,.\"'/|\\?:;`=\[\]{}]", " ", fold(str(title or "")))
    return re.sub(r"[\s_-]+", "-", text).strip("-")


def extract_title(text: str, path: str) -> str:
    """The title that a page's source names, else one made of its path."""
    found = source.notes(text).get("title") or source.heading(text)
    last = path.strip("/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return str(found or frappe.unscrub(last.replace("-", "_")))


def get_frontmatter(string: str) -> dict[str, Any]:
    """{attributes, body} of a page with front matter."""
    found = source.FRONT_MATTER.match(string)
    if not found:
        return {"attributes": {}, "body": string}
    return {"attributes": source.front_matter(found.group(1)), "body": string[found.end() :]}


def get_home_page() -> str:
    """The caller's front page: of the hooks, else `login` for guests and `me`."""
    return home_route(current()) or ("login" if frappe.session.user == "Guest" else "me")


def is_signup_disabled() -> int:
    """Whether people may not register themselves; they may not unless the site's configuration opens it."""
    return int(not cint(frappe.conf.get("allow_signup")))


def can_cache(no_cache: bool = False) -> bool:
    """Pages are made for each caller and never shared."""
    return False


def clear_cache(path: str | None = None) -> None:
    """Nothing to forget: pages are made when they are asked for."""


clear_website_cache = delete_page_cache = clear_cache


def abs_url(path: str) -> str:
    """`page` as `/page`; full addresses as they are."""
    if not path or path.startswith(("http://", "https://", "/")):
        return path
    return f"/{path}"


def get_html_content_based_on_type(doc: Any, fieldname: str, content_type: str) -> str:
    """Content that is kept as rich text, Markdown or HTML in fields of their own, as HTML."""
    content = doc.get(fieldname)
    if content_type == "Markdown":
        content = md_to_html(doc.get(f"{fieldname}_md"))
    elif content_type == "HTML":
        content = doc.get(f"{fieldname}_html")
    return str(content or "")


def get_comment_list(doctype: str, name: Any) -> list[Any]:
    """Published comments of a record, the oldest first."""
    return list(
        frappe.get_all(
            "Comment",
            filters={
                "reference_doctype": doctype,
                "reference_name": str(name),
                "comment_type": "Comment",
                "published": 1,
            },
            fields=["name", "creation", "owner", "comment_email", "comment_by", "content"],
            order_by="creation asc",
        )
    )
