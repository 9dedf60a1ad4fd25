"""One form of a User Type with its rights."""

from frappe.model.document import Document


class UserDocumentType(Document):
    """A row."""
