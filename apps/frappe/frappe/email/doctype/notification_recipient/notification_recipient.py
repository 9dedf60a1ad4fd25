"""One row of people that a notification tells."""

from frappe.model.document import Document


class NotificationRecipient(Document):
    """No rule of its own."""
