"""How a person is addressed."""

from frappe.model.document import Document


class Salutation(Document):
    """No rule of its own."""
