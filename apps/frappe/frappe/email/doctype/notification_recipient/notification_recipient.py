"""Who receives a notification."""

from frappe.model.document import Document


class NotificationRecipient(Document):
    """No rule of its own."""
