"""One role of a user, page or report."""

from frappe.model.document import Document


class HasRole(Document):
    """No rule of its own."""
