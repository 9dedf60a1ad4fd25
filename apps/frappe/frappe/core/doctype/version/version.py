"""What one save changed. The difference is computed where versions are written; apps import it from
here.
"""

from __future__ import annotations

from ristretto.document.versions import get_diff

import frappe
from frappe.model.document import Document

__all__ = ["Version", "get_diff", "on_doctype_update"]


class Version(Document):
    """One change, with its JSON in `data`."""

    def get_data(self) -> dict[str, object]:
        """The parsed difference."""
        return dict(frappe.parse_json(self.data))


def on_doctype_update() -> None:
    frappe.db.add_index("Version", ["ref_doctype", "docname"])
