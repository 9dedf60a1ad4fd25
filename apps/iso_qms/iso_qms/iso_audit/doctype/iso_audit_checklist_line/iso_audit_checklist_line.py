"""Rows of ISO Audit Checklist Line: data only, their parent decides."""

from frappe.model.document import Document


class ISOAuditChecklistLine(Document):
	pass
