"""One telephone number of a contact."""

from frappe.model.document import Document


class ContactPhone(Document):
    """No rule of its own."""
