"""One record that an address or a contact belongs to."""

from frappe.model.document import Document


class DynamicLink(Document):
    """No rule of its own."""
