"""One form that a User Type may choose records of."""

from frappe.model.document import Document


class UserSelectDocumentType(Document):
    """A row."""
