"""One agency that went before or came after another."""

from frappe.model.document import Document


class ISOAgencySuccession(Document):
	pass
