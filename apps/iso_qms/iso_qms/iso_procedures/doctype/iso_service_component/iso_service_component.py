"""Rows of ISO Service Component: data only, their parent decides."""

from frappe.model.document import Document


class ISOServiceComponent(Document):
	pass
