"""A gender, as forms offer it."""

from frappe.model.document import Document


class Gender(Document):
    """No rule of its own."""
