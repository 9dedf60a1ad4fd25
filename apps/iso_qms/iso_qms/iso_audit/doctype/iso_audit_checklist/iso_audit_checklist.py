"""What an auditor records in one department during an audit.

Decides who may write a checklist (its auditor and the lead of the audit), when it is complete, and
that each nonconformity found on a line has its finding.
"""

import frappe
from frappe import _
from frappe.utils import getdate

from iso_qms.iso_audit.checklist_lines import (
	add_clause_lines,
	add_procedure_lines,
	numbers_for_department,
)
from iso_qms.iso_audit.doctype.iso_audit_plan.iso_audit_plan import RUNNING
from iso_qms.iso_audit.independence import refuse_own_department
from iso_qms.records.errors import (
	GateError,
	IndependenceError,
	LockedRecordError,
	SystemFieldError,
)
from iso_qms.records.numbering import next_name
from iso_qms.records.stateful import StatefulRecord

NOT_ASSESSED = "Not Assessed"
NONCONFORMITIES = ("Minor", "Major")
RAISED = (*NONCONFORMITIES, "Observation")


class ISOAuditChecklist(StatefulRecord):
	first_state = "Not Started"
	editable_states = ("Not Started", "Recording")
	deletable_states = ("Not Started",)
	stamps = {
		"Sent to Lead": ("submitted_by", "submitted_on"),
		"Closed": ("closed_by", "closed_on"),
	}
	gates = {"Sent to Lead": "check_complete", "Closed": "check_closing"}
	returns = (("Sent to Lead", "Recording"),)
	open_fields = {"Sent to Lead": ("return_reason",)}

	def before_insert(self) -> None:
		# The agency audited is the plan's, not that of a lent auditor who fills the checklist.
		if self.plan:
			self.agency = frappe.db.get_value("ISO Audit Plan", self.plan, "agency")

	def autoname(self) -> None:
		self.name = next_name("CL", self.agency, getdate(self.audit_date).year)

	def validate(self) -> None:
		self.follow_states()
		self.validate_writer()
		if self.state in self.editable_states:
			self.validate_plan()
			self.validate_auditor()
		self.validate_findings_kept()
		self.validate_finding_links()

	def on_update(self) -> None:
		self.announce_return()

	def get_plan(self):
		"""The audit plan of the checklist."""
		return frappe.get_doc("ISO Audit Plan", self.plan)

	def validate_writer(self) -> None:
		"""An auditor writes his own checklist only; the lead auditor writes all of the audit."""
		user = frappe.session.user
		allowed = {
			frappe.db.get_value("ISO Staff Member", self.auditor, "user"),
			self.get_plan().lead_user(),
		}
		if user != "Administrator" and user not in allowed:
			frappe.throw(
				_(
					"Only the auditor of checklist {0} and the lead auditor of {1} may write it."
				).format(frappe.bold(self.name), frappe.bold(self.plan)),
				frappe.PermissionError,
			)

	def validate_plan(self) -> None:
		plan = self.get_plan()
		if plan.state not in RUNNING:
			frappe.throw(
				_(
					"Audit Plan {0} is {1}. Checklists are recorded once the plan is approved."
				).format(frappe.bold(self.plan), _(plan.state)),
				GateError,
			)
		if not getdate(plan.date_from) <= getdate(self.audit_date) <= getdate(plan.date_to):
			frappe.throw(
				_("Audit Date {0} is outside the audit from {1} to {2}.").format(
					self.audit_date, plan.date_from, plan.date_to
				)
			)

	def validate_auditor(self) -> None:
		if self.auditor not in self.get_plan().auditors():
			frappe.throw(
				_("Auditor {0} is not an auditor of the team of {1}.").format(
					frappe.bold(self.auditor), frappe.bold(self.plan)
				),
				IndependenceError,
			)
		refuse_own_department(self.auditor, self.department, _("Auditor"))

	def validate_findings_kept(self) -> None:
		"""A line that led to a finding stays as long as the finding does."""
		before = self.get_doc_before_save()
		if not before:
			return
		kept = {row.name: row for row in self.lines}
		for old in before.lines:
			row = kept.get(old.name)
			if old.finding and (
				not row or row.finding != old.finding or row.finding_type != old.finding_type
			):
				frappe.throw(
					_(
						"Row {0}: finding {1} was raised from this line; the line and its "
						"conclusion stay."
					).format(old.idx, frappe.bold(old.finding)),
					LockedRecordError,
				)

	def validate_finding_links(self) -> None:
		"""A line names only the finding that was raised from it."""
		named = {row.finding: row for row in self.lines if row.finding}
		if not named:
			return
		lines = dict(
			frappe.get_all(
				"ISO Audit Finding",
				filters={"name": ["in", sorted(named)]},
				fields=["name", "checklist_line"],
				as_list=True,
			)
		)
		for finding, row in named.items():
			if lines.get(finding) != row.name:
				frappe.throw(
					_("Row {0}: {1} was not raised from this line.").format(
						row.idx, frappe.bold(finding)
					),
					SystemFieldError,
				)

	def check_complete(self) -> None:
		self.require(
			self.lines, _("Lines: record at least one line before you send the checklist.")
		)
		for row in self.lines:
			self.require(
				row.finding_type != NOT_ASSESSED,
				_("Row {0}: choose a conclusion, or Not Applicable.").format(row.idx),
			)
			self.require(
				row.evidence or row.finding_type not in RAISED,
				_("Row {0}: write the evidence of what was found.").format(row.idx),
			)
			self.require(
				row.finding or row.finding_type not in NONCONFORMITIES,
				_("Row {0}: raise a finding for this nonconformity.").format(row.idx),
			)

	def check_closing(self) -> None:
		lead = self.get_plan().lead_user()
		self.require(
			frappe.session.user in (lead, "Administrator"),
			_("Only the lead auditor of the audit closes a checklist."),
		)

	@frappe.whitelist()
	def fill_lines(self) -> int:
		"""Add the questions of the clauses planned for the department and a line for each of its
		effective procedures; lines already there are not repeated. Returns how many were added."""
		plan = self.get_plan()
		added = add_clause_lines(
			self, plan.standard, numbers_for_department(plan, self.department)
		)
		added += add_procedure_lines(self)
		self.save()
		return added

	@frappe.whitelist()
	def raise_finding(self, line: str) -> str:
		"""Insert a finding from the line named `line` (row name); its name."""
		row = next((row for row in self.lines if row.name == line), None)
		if not row or row.finding_type not in RAISED:
			frappe.throw(
				_("Choose a saved line whose conclusion is a nonconformity or an observation.")
			)
		finding = frappe.new_doc("ISO Audit Finding")
		finding.update(
			{
				"agency": self.agency,
				"audit_plan": self.plan,
				"checklist": self.name,
				"checklist_line": row.name,
			}
		)
		finding.insert()
		self.reload()
		return finding.name
