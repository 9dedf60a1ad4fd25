"""Sends a message when a record changes or a date comes near."""

from frappe.model.document import Document


class Notification(Document):
    """No rule of its own."""
