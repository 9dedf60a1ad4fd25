from frappe.model.document import Document


class ProbeRecord(Document):
	pass
