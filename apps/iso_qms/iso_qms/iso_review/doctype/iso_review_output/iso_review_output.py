"""Rows of ISO Review Output: data only, their parent decides."""

from frappe.model.document import Document


class ISOReviewOutput(Document):
	pass
