"""A field of administrative procedures; its code is plain ASCII."""

from frappe.model.document import Document

from iso_qms.records.numbering import validate_ascii_code


class ISOServiceField(Document):
	def validate(self) -> None:
		validate_ascii_code(self.field_code, "Code")
