"""One identity of a person elsewhere."""

from frappe.model.document import Document


class UserSocialLogin(Document):
    """A row."""
