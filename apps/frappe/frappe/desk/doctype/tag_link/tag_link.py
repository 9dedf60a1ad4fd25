"""Controller of Tag Link: no rules beyond its metadata."""

from frappe.model.document import Document


class TagLink(Document):
    """One Tag Link record."""
