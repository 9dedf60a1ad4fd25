"""Decides what stands at the head and foot of printed pages: HTML, or an image; at most one is the
default.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html, flt


class LetterHead(Document):
    """Head and foot."""

    def before_insert(self) -> None:
        self.source = self.source or ("Image" if self.image else "HTML")

    def validate(self) -> None:
        self.content = self.image_html("source", "image", "align") or self.content
        self.footer = (
            self.image_html("footer_source", "footer_image", "footer_align") or self.footer
        )
        if self.disabled and self.is_default:
            frappe.throw(_("Letter Head {0}: the default cannot be disabled").format(self.name))
        if (
            not self.is_default
            and not self.disabled
            and not frappe.db.exists("Letter Head", {"is_default": 1})
        ):
            self.is_default = 1

    def image_html(self, source: str, image: str, align: str) -> str | None:
        """The image as HTML; None where the text is written by hand."""
        if self.get(source) != "Image" or not self.get(image):
            return None
        sizes = [(name, flt(self.get(f"{image}_{name}"))) for name in ("width", "height")]
        style = "; ".join(f"{name}: {size:g}px" for name, size in sizes if size)
        side = (self.get(align) or "Left").lower()
        url = escape_html(self.get(image))
        image_tag = f'<img src="{url}" alt="{escape_html(self.name)}" style="{style}">'
        return f'<div style="text-align: {side}">{image_tag}</div>'

    def on_update(self) -> None:
        if self.is_default:
            others = {"is_default": 1, "name": ("!=", self.name)}
            for name in frappe.get_all("Letter Head", filters=others, pluck="name"):
                frappe.db.set_value("Letter Head", name, "is_default", 0)
            frappe.db.set_default("letter_head", self.name)
            frappe.db.set_default("default_letter_head_content", self.content)
        frappe.clear_cache()
