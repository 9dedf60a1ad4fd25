from frappe.model.document import Document


class ProbeOwned(Document):
	pass
