"""Controller of Number Card Link: no rules beyond its metadata."""

from frappe.model.document import Document


class NumberCardLink(Document):
    """One Number Card Link record."""
