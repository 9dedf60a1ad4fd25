"""Controller of Event Participants: no rules beyond its metadata."""

from frappe.model.document import Document


class EventParticipants(Document):
    """One Event Participants record."""
