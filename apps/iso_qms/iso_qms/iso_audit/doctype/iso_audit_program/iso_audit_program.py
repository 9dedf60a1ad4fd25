"""The internal audits of a year. Decides when a program is complete enough to be approved."""

import frappe
from frappe import _
from frappe.utils import getdate

from iso_qms.iso_audit.approval import ApprovedRecord
from iso_qms.records.numbering import next_name
from iso_qms.records.same_agency import validate_rows_of_agency


class ISOAuditProgram(ApprovedRecord):
	gates = {
		**ApprovedRecord.gates,
		"Under Review": "check_items",
		"Completed": "check_completed",
	}
	open_fields = {
		"Under Review": ("return_reason",),
		"Pending Approval": ("return_reason",),
		"Approved": ("return_reason", "notified_on"),
	}

	def autoname(self) -> None:
		self.name = next_name("AP", self.agency, self.year, digits=2)

	def validate(self) -> None:
		self.follow_states()
		validate_rows_of_agency(self, "items", "department")
		self.validate_items()

	def on_update(self) -> None:
		self.announce_return()

	def validate_items(self) -> None:
		for row in self.items:
			if getdate(row.planned_from).year != self.year:
				frappe.throw(
					_(
						"Row {0}, Planned From: {1} is not in the year {2} of the program."
					).format(row.idx, row.planned_from, self.year)
				)
			if row.planned_to and getdate(row.planned_to) < getdate(row.planned_from):
				frappe.throw(_("Row {0}: Planned To is before Planned From.").format(row.idx))

	def check_items(self) -> None:
		self.require(
			self.items,
			_("Audits of the Year: plan at least one audit before you send the program."),
		)

	def check_completed(self) -> None:
		states = frappe.get_all(
			"ISO Audit Plan", filters={"program": self.name}, pluck="workflow_state"
		)
		self.require("Completed" in states, _("No audit of this program is completed yet."))
		self.require(
			set(states) <= {"Completed"},
			_("Some audits of this program are not completed yet. Complete them first."),
		)
