"""A message that belongs to a record."""

from frappe.model.document import Document


class Communication(Document):
    """No rule of its own."""
