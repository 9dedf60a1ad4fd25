"""One role of an OAuth Client."""

from frappe.model.document import Document


class OAuthClientRole(Document):
    """A row."""
