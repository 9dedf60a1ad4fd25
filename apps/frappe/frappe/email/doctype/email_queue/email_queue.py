"""A message that waits to be sent, or was sent."""

from frappe.model.document import Document


class EmailQueue(Document):
    """No rule of its own."""
