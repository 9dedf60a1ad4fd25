"""A text of the site in another language; it is cleaned, and seen at once."""

from __future__ import annotations

from typing import Any

import frappe
import frappe.translate  # lets the site's texts lie over the apps' files
from frappe.model.document import Document
from frappe.utils import is_html, sanitize_html


class Translation(Document):
    """One translated text."""

    def validate(self) -> None:
        if is_html(self.source_text or ""):
            self.source_text = sanitize_html(self.source_text).strip()
            self.translated_text = sanitize_html(self.translated_text).strip()

    def on_update(self) -> None:
        clear()

    def on_trash(self) -> None:
        clear()


def clear() -> None:
    frappe.clear_cache()


def put(source: str, translated: str, language: str) -> Any:
    """Insert or change the translation of one text."""
    name = frappe.db.get_value("Translation", {"source_text": source, "language": language})
    doc = frappe.get_doc("Translation", name) if name else frappe.new_doc("Translation")
    doc.update({"source_text": source, "translated_text": translated, "language": language})
    return doc.save()
