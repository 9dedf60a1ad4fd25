"""Small helpers on lists and timelines that apps import from here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import frappe
from frappe.utils import to_markdown


def find(list_of_dict: Iterable[Any], match_function: Callable[[Any], Any]) -> Any:
    """The first entry that the function accepts; None without one."""
    return next((entry for entry in list_of_dict if match_function(entry)), None)


def find_all(list_of_dict: Iterable[Any], match_function: Callable[[Any], Any]) -> list[Any]:
    return [entry for entry in list_of_dict if match_function(entry)]


def ljust_list(_list: list[Any], length: int, fill_word: Any = None) -> list[Any]:
    """A copy, filled up at the end to `length` entries."""
    return [*_list, *[fill_word] * (length - len(_list))]


def get_parent_doc(doc: Any) -> Any:
    """The document that a comment or message is about, kept on the document; None without one."""
    if not getattr(doc, "parent_doc", None):
        named = doc.reference_doctype and doc.reference_name
        doc.parent_doc = (
            frappe.get_doc(doc.reference_doctype, doc.reference_name) if named else None
        )
    return doc.parent_doc


def set_timeline_doc(doc: Any) -> None:
    """Let the message appear also at the record that its document's timeline field links to."""
    parent = get_parent_doc(doc)
    if parent is None or (doc.timeline_doctype and doc.timeline_name):
        return
    fieldname = parent.meta.timeline_field
    field = parent.meta.get_field(fieldname) if fieldname else None
    if field is not None and field.options and parent.get(fieldname):
        doc.timeline_doctype = field.options
        doc.timeline_name = parent.get(fieldname)


def html2text(html: str, strip_links: bool = False, wrap: bool = True) -> str:
    """HTML as Markdown; without the addresses of links when `strip_links`."""
    text = to_markdown(html or "")
    if strip_links:
        import re

        text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return text
