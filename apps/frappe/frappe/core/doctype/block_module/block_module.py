"""A module that a user does not see."""

from frappe.model.document import Document


class BlockModule(Document):
    """No rule of its own."""
