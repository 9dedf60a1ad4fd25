"""A DocType whose record a user picks for the session."""

from frappe.model.document import Document


class SessionDefault(Document):
    """No rule of its own."""
