"""Rows of ISO Audit Timetable Row: data only, their parent decides."""

from frappe.model.document import Document


class ISOAuditTimetableRow(Document):
	pass
