from frappe.model.document import Document


class ProbeGuarded(Document):
	pass
