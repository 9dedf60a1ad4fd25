"""Rows of ISO Retained Record: data only, their parent decides."""

from frappe.model.document import Document


class ISORetainedRecord(Document):
	pass
