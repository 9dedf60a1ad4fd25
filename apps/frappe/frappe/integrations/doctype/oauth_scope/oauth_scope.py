"""One scope of a connected service."""

from frappe.model.document import Document


class OAuthScope(Document):
    """A row."""
