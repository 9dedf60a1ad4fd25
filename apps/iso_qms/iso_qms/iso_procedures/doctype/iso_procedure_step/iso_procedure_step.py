"""Rows of ISO Procedure Step: data only, their parent decides."""

from frappe.model.document import Document


class ISOProcedureStep(Document):
	pass
