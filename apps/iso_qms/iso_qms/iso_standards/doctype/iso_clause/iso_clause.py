"""A clause of a standard, placed in the tree of its own edition."""

import re

import frappe
from frappe import _
from frappe.utils.nestedset import NestedSet

CLAUSE_NO = re.compile(r"[0-9A-Z]{1,3}(?:\.[0-9]{1,2}){0,4}")


class ISOClause(NestedSet):
	nsm_parent_field = "parent_iso_clause"

	def validate(self) -> None:
		self.validate_clause_no()
		self.validate_parent()
		self.display_title = f"{self.clause_no} {self.title_vi or self.title}"[:140]

	def validate_clause_no(self) -> None:
		if not CLAUSE_NO.fullmatch(self.clause_no or ""):
			frappe.throw(
				_("Clause No. {0}: use numbers and dots, for example 9.2.2.").format(
					frappe.bold(self.clause_no or "")
				)
			)

	def validate_parent(self) -> None:
		if not self.parent_iso_clause:
			return
		standard = frappe.db.get_value("ISO Clause", self.parent_iso_clause, "standard")
		if standard != self.standard:
			frappe.throw(
				_(
					"Parent Clause {0} belongs to {1}, not to {2}. Choose a clause of the "
					"same standard."
				).format(frappe.bold(self.parent_iso_clause), standard, self.standard)
			)
