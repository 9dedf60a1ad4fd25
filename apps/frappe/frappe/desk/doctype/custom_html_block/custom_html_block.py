"""Controller of Custom HTML Block: no rules beyond its metadata."""

from frappe.model.document import Document


class CustomHTMLBlock(Document):
    """One Custom HTML Block record."""
