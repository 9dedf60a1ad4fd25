"""Rows of ISO Review Participant: data only, their parent decides."""

from frappe.model.document import Document


class ISOReviewParticipant(Document):
	pass
