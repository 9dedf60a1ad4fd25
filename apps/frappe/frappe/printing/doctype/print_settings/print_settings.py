"""Page, font and rules of printing."""

from frappe.model.document import Document


class PrintSettings(Document):
    """No rule of its own."""
