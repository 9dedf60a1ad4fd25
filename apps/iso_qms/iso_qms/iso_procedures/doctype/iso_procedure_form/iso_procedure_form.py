"""Rows of ISO Procedure Form: data only, their parent decides."""

from frappe.model.document import Document


class ISOProcedureForm(Document):
	pass
