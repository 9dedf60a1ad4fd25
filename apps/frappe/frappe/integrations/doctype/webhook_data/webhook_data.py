"""A row of Webhook: one field and the key it is sent under."""

from frappe.model.document import Document


class WebhookData(Document):
    """One field."""
