"""One kind of log and the days it is kept."""

from frappe.model.document import Document


class LogsToClear(Document):
    """No rule of its own."""
