"""A button of a form that opens a route or runs a method."""

from frappe.model.document import Document


class DocTypeAction(Document):
    """No rule of its own."""
