"""One default of a user or of the whole site."""

from frappe.model.document import Document


class DefaultValue(Document):
    """No rule of its own."""
