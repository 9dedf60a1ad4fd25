"""Rows of ISO Clause Question: data only, their parent decides."""

from frappe.model.document import Document


class ISOClauseQuestion(Document):
	pass
