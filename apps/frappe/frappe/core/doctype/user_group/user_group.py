"""Users who can be mentioned together."""

from frappe.model.document import Document


class UserGroup(Document):
    """No rule of its own."""
