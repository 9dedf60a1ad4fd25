"""Rows of ISO Finding Action: data only, their parent decides."""

from frappe.model.document import Document


class ISOFindingAction(Document):
	pass
