"""One module of a User Type."""

from frappe.model.document import Document


class UserTypeModule(Document):
    """A row."""
