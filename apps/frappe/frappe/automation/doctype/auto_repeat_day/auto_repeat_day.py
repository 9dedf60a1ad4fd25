"""One weekday of an auto repeat."""

from frappe.model.document import Document


class AutoRepeatDay(Document):
    """No rule of its own."""
