"""Colour of one status value in lists and forms."""

from frappe.model.document import Document


class DocTypeState(Document):
    """No rule of its own."""
