"""Who opened a record."""

from frappe.model.document import Document


class ViewLog(Document):
    """No rule of its own."""
