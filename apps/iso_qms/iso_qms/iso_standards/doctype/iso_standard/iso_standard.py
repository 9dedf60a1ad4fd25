"""An edition of a standard. Its code is the beginning of every clause's name."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from iso_qms.records.numbering import validate_ascii_code


class ISOStandard(Document):
	def validate(self) -> None:
		validate_ascii_code(self.standard_code, "Code")
		if (
			self.valid_from
			and self.valid_to
			and getdate(self.valid_to) < getdate(self.valid_from)
		):
			frappe.throw(
				_(
					"Valid To {0} is before Valid From {1}. Correct one of the two dates."
				).format(self.valid_to, self.valid_from)
			)
