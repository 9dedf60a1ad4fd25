"""A kind of record that is listed under a form's connections."""

from frappe.model.document import Document


class DocTypeLink(Document):
    """No rule of its own."""
