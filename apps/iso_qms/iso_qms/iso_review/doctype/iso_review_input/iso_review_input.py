"""Rows of ISO Review Input: data only, their parent decides."""

from frappe.model.document import Document


class ISOReviewInput(Document):
	pass
