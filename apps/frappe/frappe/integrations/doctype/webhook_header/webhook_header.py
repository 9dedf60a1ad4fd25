"""A row of Webhook: one header of its requests."""

from frappe.model.document import Document


class WebhookHeader(Document):
    """One header."""
