"""Rows of ISO Procedure Revision: data only, their parent decides."""

from frappe.model.document import Document


class ISOProcedureRevision(Document):
	pass
