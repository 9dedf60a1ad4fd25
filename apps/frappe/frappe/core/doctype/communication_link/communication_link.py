"""A further record in whose timeline a message appears."""

from frappe.model.document import Document


class CommunicationLink(Document):
    """No rule of its own."""
