from frappe.model.document import Document


class ProbeMaster(Document):
	pass
