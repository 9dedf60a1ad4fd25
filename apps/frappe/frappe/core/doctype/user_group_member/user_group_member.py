"""One user of a group."""

from frappe.model.document import Document


class UserGroupMember(Document):
    """No rule of its own."""
