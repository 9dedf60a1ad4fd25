"""Rows of ISO Finding Verification: data only, their parent decides."""

from frappe.model.document import Document


class ISOFindingVerification(Document):
	pass
