"""One role held by a staff member; the staff member's controller decides who may give it."""

from frappe.model.document import Document


class ISOStaffRole(Document):
	pass
