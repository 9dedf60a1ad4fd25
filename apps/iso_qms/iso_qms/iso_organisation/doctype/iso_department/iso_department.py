"""A department of an agency, named after the agency's code and its own."""

import frappe
from frappe import _
from frappe.model.document import Document

from iso_qms.iso_organisation.doctype.iso_agency.iso_agency import validate_code


class ISODepartment(Document):
	def autoname(self) -> None:
		self.code = (self.code or "").strip().upper()
		validate_code("Department Code", self.code)
		if not self.agency:
			frappe.throw(_("Agency: choose the agency of the department."))
		self.name = f"{self.agency}-{self.code}"

	def validate(self) -> None:
		self.validate_same_name()

	def validate_same_name(self) -> None:
		twin = frappe.db.get_value(
			"ISO Department",
			{
				"agency": self.agency,
				"department_name": self.department_name,
				"name": ["!=", self.name],
			},
		)
		if twin:
			frappe.throw(
				_("Department Name: {0} is already a department of this agency ({1}).").format(
					frappe.bold(self.department_name), twin
				)
			)
