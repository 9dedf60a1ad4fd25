"""Controller of Notification Subscribed Document: no rules beyond its metadata."""

from frappe.model.document import Document


class NotificationSubscribedDocument(Document):
    """One Notification Subscribed Document record."""
