"""One recipient of a queued message."""

from frappe.model.document import Document


class EmailQueueRecipient(Document):
    """No rule of its own."""
