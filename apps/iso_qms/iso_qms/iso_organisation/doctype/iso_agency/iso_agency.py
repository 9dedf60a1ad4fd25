"""An agency in the tree: its code, its dates and who came before and after it."""

import re
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate
from frappe.utils.nestedset import NestedSet

from iso_qms.access.scope import clear_scopes, get_scope

# Names of records are ASCII: one database ignores accents and another does not.
CODE_PATTERN = re.compile(r"^[A-Z0-9][A-Z0-9.\-]*$")


def validate_code(label: str, code: str) -> None:
	"""Refuse a code that is not Latin capitals, digits, dots and hyphens."""
	if not CODE_PATTERN.match(code):
		frappe.throw(
			_("{0}: {1} may hold capital Latin letters, digits, dots and hyphens only.").format(
				_(label), frappe.bold(code)
			)
		)


class ISOAgency(NestedSet):
	nsm_parent_field = "parent_iso_agency"

	def autoname(self) -> None:
		self.agency_code = (self.agency_code or "").strip().upper()
		validate_code("Agency Code", self.agency_code)
		self.name = self.agency_code

	def validate(self) -> None:
		self.validate_dates()
		self.validate_parent()
		self.validate_succession()

	def validate_dates(self) -> None:
		if self.valid_from and self.valid_to and getdate(self.valid_to) < getdate(self.valid_from):
			frappe.throw(_("Valid To: choose a day on or after Valid From."))

	def validate_parent(self) -> None:
		if self.parent_iso_agency and self.parent_iso_agency == self.name:
			frappe.throw(_("Superior Agency: an agency is not its own superior."))
		if self.parent_iso_agency and not frappe.db.get_value(
			"ISO Agency", self.parent_iso_agency, "is_group"
		):
			frappe.throw(
				_("Superior Agency: tick Has Subordinate Agencies on {0} first.").format(
					frappe.bold(self.parent_iso_agency)
				)
			)

	def validate_succession(self) -> None:
		for table in (self.predecessors, self.successors):
			for row in table:
				if row.agency == self.name:
					frappe.throw(
						_("Row {0}, Agency: an agency does not succeed itself.").format(row.idx)
					)

	def on_update(self) -> None:
		super().on_update()
		clear_scopes()

	def on_trash(self) -> None:
		super().on_trash()
		clear_scopes()


@frappe.whitelist()
@frappe.read_only()
def get_children(
	doctype: str, parent: str | None = None, is_root: Any = False, **_filters: Any
) -> list[dict]:
	"""Nodes of the tree view: below `parent`, or the topmost agencies that the person sees."""
	fields = ["name as value", "agency_name as title", "is_group as expandable"]
	if parent and is_root not in (True, 1, "1", "true"):
		filters = {"parent_iso_agency": parent}
	else:
		own = get_scope().own
		filters = {"name": ["in", own]} if _is_local() else {"parent_iso_agency": ["is", "not set"]}
	return frappe.get_list(
		"ISO Agency", filters=filters, fields=fields, order_by="name", limit_page_length=0
	)


def _is_local() -> bool:
	"""People of an agency start at their own node: the province above it is not in their list."""
	scope = get_scope()
	return bool(scope.own) and not scope.reads_all
