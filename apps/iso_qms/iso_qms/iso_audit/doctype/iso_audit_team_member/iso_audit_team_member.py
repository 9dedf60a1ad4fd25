"""Rows of ISO Audit Team Member: data only, their parent decides."""

from frappe.model.document import Document


class ISOAuditTeamMember(Document):
	pass
