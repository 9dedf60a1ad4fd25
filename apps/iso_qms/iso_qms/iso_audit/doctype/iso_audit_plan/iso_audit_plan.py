"""One internal audit: its team, timetable and approval.

The rules of independence hold on every save; the gates decide when the audit may begin and end.
"""

import frappe
from frappe import _
from frappe.utils import getdate

from iso_qms.iso_audit.approval import ApprovedRecord
from iso_qms.iso_audit.clauses import validate_clause_lists
from iso_qms.iso_audit.independence import AUDITOR, LEAD, validate_team, validate_timetable
from iso_qms.records.numbering import next_name
from iso_qms.records.same_agency import validate_rows_of_agency

RUNNING = ("Approved", "In Progress")


class ISOAuditPlan(ApprovedRecord):
	gates = {
		**ApprovedRecord.gates,
		"Under Review": "check_team_and_timetable",
		"Completed": "check_completed",
	}
	open_fields = {
		"Under Review": ("return_reason",),
		"Pending Approval": ("return_reason", "decision_no", "decision_date"),
		"Approved": (
			"return_reason",
			"decision_no",
			"decision_date",
			"opening_meeting",
			"closing_meeting",
		),
		"In Progress": ("opening_meeting", "closing_meeting", "distribution"),
	}

	def autoname(self) -> None:
		self.name = next_name("IA", self.agency, getdate(self.date_from).year, digits=2)

	def validate(self) -> None:
		self.follow_states()
		self.validate_dates()
		self.validate_program()
		validate_rows_of_agency(self, "timetable", "department")
		validate_clause_lists(self.timetable, self.standard)
		# Later on people change departments; that does not undo an audit that has begun.
		if self.state not in ("In Progress", "Completed"):
			validate_team(self)
			validate_timetable(self)

	def on_update(self) -> None:
		self.announce_return()

	def auditors(self) -> list[str]:
		"""Staff members of the team who may audit."""
		return [row.staff_member for row in self.team if row.team_role in (LEAD, AUDITOR)]

	def lead_user(self) -> str | None:
		"""Account of the lead auditor."""
		return next((row.user for row in self.team if row.team_role == LEAD), None)

	def validate_dates(self) -> None:
		if getdate(self.date_to) < getdate(self.date_from):
			frappe.throw(
				_("Date To {0} is before Date From {1}.").format(self.date_to, self.date_from)
			)

	def validate_program(self) -> None:
		if (
			self.program
			and frappe.db.get_value("ISO Audit Program", self.program, "agency") != self.agency
		):
			frappe.throw(
				_("Audit Program {0} belongs to another agency.").format(
					frappe.bold(self.program)
				)
			)

	def check_team_and_timetable(self) -> None:
		self.require(self.team, _("Audit Team: name the lead auditor and the auditors."))
		self.require(self.timetable, _("Timetable: plan at least one row."))
		for row in self.timetable:
			self.require(
				row.auditor or not row.department,
				_("Row {0} of the timetable: name the auditor of {1}.").format(
					row.idx, row.department
				),
			)

	def check_completed(self) -> None:
		states = frappe.get_all(
			"ISO Audit Checklist", filters={"plan": self.name}, pluck="workflow_state"
		)
		self.require(states, _("No checklist was recorded for this audit."))
		self.require(
			set(states) == {"Closed"},
			_("Some checklists are not closed yet. Close them first."),
		)
		drafts = frappe.get_all(
			"ISO Audit Finding",
			filters={"audit_plan": self.name, "workflow_state": "Draft"},
			pluck="name",
		)
		self.require(
			not drafts, _("These findings are not issued yet: {0}.").format(", ".join(drafts))
		)
