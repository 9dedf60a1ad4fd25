from frappe.model.document import Document


class ProbeRow(Document):
	pass
