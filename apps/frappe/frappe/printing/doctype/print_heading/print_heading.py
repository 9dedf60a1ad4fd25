"""Words that stand on a print instead of the name of its form; a record chooses them in `select_print_heading`."""

from __future__ import annotations

from frappe.model.document import Document


class PrintHeading(Document):
    """One heading."""
