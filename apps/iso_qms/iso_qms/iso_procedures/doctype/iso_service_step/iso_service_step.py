"""Rows of ISO Service Step: data only, their parent decides."""

from frappe.model.document import Document


class ISOServiceStep(Document):
	pass
