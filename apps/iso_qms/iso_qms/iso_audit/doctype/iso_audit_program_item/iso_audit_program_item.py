"""Rows of ISO Audit Program Item: data only, their parent decides."""

from frappe.model.document import Document


class ISOAuditProgramItem(Document):
	pass
