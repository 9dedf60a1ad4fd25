"""A nonconformity or observation, from statement to closing (ISO 9001, clause 10.2).

Decides what the auditor, the department and the verifier may write and when, that the verifier is
none of the doers, and that nothing is closed before it is verified and every action is done.
"""

import frappe
from frappe import _
from frappe.utils import add_days, cstr, getdate, nowdate

from iso_qms.access.roles import LEAD_AUDITOR, REPRESENTATIVE
from iso_qms.iso_audit.finding_rows import doers_of, follow_actions, follow_verifications
from iso_qms.records.errors import GateError, SamePersonError
from iso_qms.records.numbering import next_name
from iso_qms.records.same_agency import validate_rows_of_agency
from iso_qms.records.stateful import StatefulRecord

OBSERVATION = "Observation"
ANSWER = ("correction", "root_cause_method", "root_cause", "similar_nc", "actions")
EXTENSION = ("extended_to", "extension_reason")
DAYS_TO_ANSWER = {"Major": 15, "Minor": 30, OBSERVATION: 60}


class ISOAuditFinding(StatefulRecord):
	stamps = {
		"In Progress": ("auditee_confirmed_by", "auditee_confirmed_on"),
		"Closed": ("closed_by", "closed_on"),
	}
	gates = {
		"In Progress": "check_answer",
		"Pending Verification": "check_actions_done",
		"Verified": "check_verified",
		"Closed": "check_closing",
	}
	returns = (("Draft", "Cancelled"), ("Issued", "Cancelled"))
	open_fields = {
		"Issued": (*ANSWER, *EXTENSION, "deadline", "return_reason"),
		"In Progress": (*ANSWER, *EXTENSION, "deadline"),
		"Pending Verification": ("verifications", *EXTENSION, "deadline", "return_reason"),
		"Verified": ("repeats",),
	}
	system_fields = ("raised_by", "raised_on")

	def before_insert(self) -> None:
		self.set_facts_of_line()

	def autoname(self) -> None:
		self.name = next_name("NC", self.agency, getdate(nowdate()).year)

	def validate(self) -> None:
		self.follow_states()
		self.set_raised()
		self.validate_origin()
		self.validate_dates()
		validate_rows_of_agency(self, "actions", "responsible")
		follow_actions(self)
		follow_verifications(self)

	def after_insert(self) -> None:
		self.link_line()

	def on_update(self) -> None:
		self.announce_return()

	def set_facts_of_line(self) -> None:
		"""A finding of a checklist takes what the line says; it may add, not contradict."""
		if not (self.checklist and self.checklist_line):
			return
		sheet = frappe.get_doc("ISO Audit Checklist", self.checklist)
		sheet.check_permission("write")
		row = next((row for row in sheet.lines if row.name == self.checklist_line), None)
		if not row or row.finding:
			frappe.throw(
				_("The line of checklist {0} is gone or already has a finding.").format(
					frappe.bold(sheet.name)
				)
			)
		self.update(
			{"agency": sheet.agency, "audit_plan": sheet.plan, "department": sheet.department}
		)
		self.update(
			{"clause": row.clause, "procedure": row.procedure, "source": "Internal Audit"}
		)
		self.classification = row.finding_type
		self.description = self.description or row.remark or row.question
		self.evidence = self.evidence or row.evidence
		self.title = self.title or cstr(self.description).split("\n")[0][:140]
		self.due_date = self.due_date or add_days(
			nowdate(), DAYS_TO_ANSWER.get(row.finding_type, 30)
		)

	def stamp_state(self) -> None:
		# A rejected result returns to the department: who answered stays who answered.
		if (
			self.get_doc_before_save().state != "Pending Verification"
			or self.state != "In Progress"
		):
			super().stamp_state()

	def set_raised(self) -> None:
		if self.is_new():
			self.raised_by, self.raised_on = frappe.session.user, nowdate()

	def validate_origin(self) -> None:
		if self.source == "Internal Audit" and not self.audit_plan:
			frappe.throw(
				_("Audit Plan: choose the audit in which this was found."),
				frappe.MandatoryError,
			)
		if self.is_new() and self.audit_plan:
			plan = frappe.get_doc("ISO Audit Plan", self.audit_plan)
			if plan.agency != self.agency or plan.state not in ("Approved", "In Progress"):
				frappe.throw(
					_("Audit Plan {0} is not a running audit of agency {1}.").format(
						frappe.bold(self.audit_plan), frappe.bold(self.agency)
					),
					GateError,
				)

	def validate_dates(self) -> None:
		before = self.get_doc_before_save()
		extended = getdate(self.extended_to) if self.extended_to else None
		if extended:
			if extended <= getdate(self.due_date) or not cstr(self.extension_reason).strip():
				frappe.throw(
					_(
						"Extended To {0}: choose a day after the due date {1} and write the reason."
					).format(self.extended_to, self.due_date)
				)
			old = getdate(before.extended_to) if before and before.extended_to else None
			if extended != old:
				self.validate_extender()
		self.deadline = self.extended_to or self.due_date

	def validate_extender(self) -> None:
		if not {LEAD_AUDITOR, REPRESENTATIVE} & set(frappe.get_roles()):
			frappe.throw(
				_("Extended To: only {0} or {1} may extend the due date.").format(
					_(LEAD_AUDITOR), _(REPRESENTATIVE)
				),
				frappe.PermissionError,
			)

	def link_line(self) -> None:
		if not self.checklist_line:
			return
		sheet = frappe.get_doc("ISO Audit Checklist", self.checklist)
		for row in sheet.lines:
			if row.name == self.checklist_line:
				row.finding = self.name
		sheet.save()

	def check_answer(self) -> None:
		if self.get_doc_before_save().state == "Pending Verification":
			self.check_rejected()
			return
		if self.classification == OBSERVATION:
			return
		self.require(self.correction, _("Correction: write what was put right at once."))
		self.require(self.root_cause, _("Root Cause: write why it happened."))
		self.require(
			self.actions, _("Corrective Actions: plan at least one action that prevents it.")
		)

	def reason_elsewhere(self) -> str | None:
		"""A rejected result: the verifier wrote in the verification what is not good enough."""
		last = self.verifications[-1] if self.verifications else None
		return last.evidence if last and last.result == "Not Satisfactory" else None

	def check_rejected(self) -> None:
		self.require(
			self.verifications and self.verifications[-1].result == "Not Satisfactory",
			_(
				"Verifications: record a result Not Satisfactory with its evidence before you"
				" reject."
			),
		)

	def check_actions_done(self) -> None:
		undone = [str(row.idx) for row in self.actions if row.status != "Done"]
		self.require(
			not undone,
			_("Corrective Actions, rows {0}: not done yet.").format(", ".join(undone)),
		)

	def check_verified(self) -> None:
		self.check_actions_done()
		self.refuse_doer()
		last = self.verifications[-1] if self.verifications else None
		self.require(
			last and last.result == "Satisfactory",
			_(
				"Verifications: the last result must be Satisfactory before the finding is "
				"verified."
			),
		)

	def check_closing(self) -> None:
		self.check_verified()

	def refuse_doer(self) -> None:
		if frappe.session.user in doers_of(self):
			frappe.throw(
				_(
					"You answered this finding or did one of its actions. Another person must"
					" verify and close it."
				),
				SamePersonError,
			)
