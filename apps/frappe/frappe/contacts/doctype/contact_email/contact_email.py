"""One e-mail address of a contact."""

from frappe.model.document import Document


class ContactEmail(Document):
    """No rule of its own."""
