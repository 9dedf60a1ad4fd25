"""A procedure of an agency under document control (ISO 9001, clause 7.5).

Decides when a version may be reviewed, approved and made effective, that one version of a code is
effective in an agency, and that effective content never changes: a change is a new version.
"""

import frappe
from frappe import _
from frappe.utils import cint, getdate, nowdate

from iso_qms.iso_procedures.steps import copy_service_steps, validate_steps
from iso_qms.iso_procedures.time_check import OVER, check_times
from iso_qms.records.errors import GateError
from iso_qms.records.numbering import validate_ascii_code
from iso_qms.records.same_agency import validate_rows_of_agency
from iso_qms.records.stateful import StatefulRecord

EFFECTIVE, SUPERSEDED = "Effective", "Superseded"


def on_doctype_update() -> None:
	"""An agency's list, newest first, is what everybody opens: one walk along the index."""
	frappe.db.add_index("ISO Procedure", ["agency", "modified"])


class ISOProcedure(StatefulRecord):
	stamps = {
		"Under Review": ("drafted_by", "drafted_on"),
		"Pending Approval": ("reviewed_by", "reviewed_on"),
		EFFECTIVE: ("approved_by", "approved_on"),
	}
	gates = {
		"Under Review": "check_before_review",
		"Pending Approval": "check_before_approval",
		EFFECTIVE: "check_before_effective",
		SUPERSEDED: "check_before_superseded",
	}
	returns = (("Under Review", "Draft"), ("Pending Approval", "Draft"))
	open_fields = {
		"Under Review": ("return_reason",),
		"Pending Approval": ("return_reason", "effective_on", "review_due_on"),
		EFFECTIVE: ("review_due_on",),
	}
	system_fields = ("superseded_by", "superseded_on")

	def autoname(self) -> None:
		validate_ascii_code(self.code, "Code")
		self.require_agency()
		self.name = (
			f"{self.agency}-{self.code}-{cint(self.issue_no) or 1}.{cint(self.revision_no)}"
		)

	def validate(self) -> None:
		self.follow_states()
		self.validate_service()
		self.validate_dates()
		validate_steps(self.steps)
		validate_rows_of_agency(self, "steps", "department", "responsible")
		self.validate_replaced()
		self.set_time_check()

	def on_update(self) -> None:
		self.announce_return()
		if self.entered(EFFECTIVE) and self.replaces:
			self.supersede_replaced()

	def require_agency(self) -> None:
		if not self.agency:
			frappe.throw(
				_("Agency: choose the agency that the procedure belongs to."),
				frappe.MandatoryError,
			)

	def validate_service(self) -> None:
		if self.procedure_kind != "Administrative Service":
			self.service = None
			return
		if not self.service:
			frappe.throw(
				_(
					"Administrative Service: choose the service that the procedure carries "
					"out, or another kind."
				),
				frappe.MandatoryError,
			)
		if not self.time_limit:
			facts = frappe.db.get_value(
				"ISO Administrative Service", self.service, ["time_limit", "time_unit"]
			)
			self.time_limit, self.time_unit = facts or (0, None)

	def validate_dates(self) -> None:
		if (
			self.effective_on
			and self.review_due_on
			and getdate(self.review_due_on) <= getdate(self.effective_on)
		):
			frappe.throw(
				_("Review Due On {0} must be after Effective On {1}.").format(
					self.review_due_on, self.effective_on
				)
			)

	def validate_replaced(self) -> None:
		if not self.replaces:
			return
		old = frappe.db.get_value(
			"ISO Procedure", self.replaces, ["agency", "code"], as_dict=True
		)
		if old and (old.agency, old.code) != (self.agency, self.code):
			frappe.throw(
				_(
					"Replaces {0}: choose a version of the same code {1} in the same agency."
				).format(frappe.bold(self.replaces), frappe.bold(self.code))
			)

	def set_time_check(self) -> None:
		"""Keep the verdict on the record, so that lists and reports find what is too slow."""
		times = check_times(
			((row.duration, row.duration_unit) for row in self.steps),
			self.time_limit,
			self.time_unit,
		)
		self.total_hours, self.time_check = times.total_hours, times.status
		if times.status == OVER and self.state not in (EFFECTIVE, SUPERSEDED):
			frappe.msgprint(
				_(
					"The steps take {0} hours together, the limit allows {1}. Shorten steps "
					"before the procedure is approved."
				).format(times.total_hours, times.limit_hours),
				title=_("Over the Time Limit"),
				indicator="orange",
			)

	def check_before_review(self) -> None:
		self.require(
			self.steps, _("Steps: write at least one step before you send the procedure.")
		)
		for row in self.steps:
			self.require(
				row.responsible_role or row.responsible,
				_("Row {0}, {1}: name the responsible position or person.").format(
					row.idx, row.step_name
				),
			)

	def check_before_approval(self) -> None:
		self.refuse_same_person("drafted_by", "owner")

	def check_before_effective(self) -> None:
		self.refuse_same_person("drafted_by", "owner")
		if not self.effective_on:
			self.effective_on = nowdate()
		self.require(
			getdate(self.effective_on) <= getdate(nowdate()),
			_(
				"Effective On {0} is in the future. Approve the procedure on that day, or "
				"choose an earlier date."
			).format(self.effective_on),
		)
		self.refuse_second_effective()

	def refuse_second_effective(self) -> None:
		current = frappe.db.get_value(
			"ISO Procedure",
			{
				"agency": self.agency,
				"code": self.code,
				"workflow_state": EFFECTIVE,
				"name": ["!=", self.name],
			},
			"name",
			for_update=True,
		)
		if current and current != self.replaces:
			frappe.throw(
				_(
					"{0} is already effective with code {1}. Make a new version of it instead"
					" of a second procedure."
				).format(frappe.bold(current), frappe.bold(self.code)),
				GateError,
			)

	def check_before_superseded(self) -> None:
		state = (
			frappe.db.get_value("ISO Procedure", self.superseded_by, "workflow_state")
			if self.superseded_by
			else None
		)
		self.require(
			state == EFFECTIVE,
			_("A version is superseded when a newer one is made effective, not by hand."),
		)

	def supersede_replaced(self) -> None:
		"""Two saves, because the transition is offered once the newer version is written down."""
		old = frappe.get_doc("ISO Procedure", self.replaces)
		if old.state != EFFECTIVE:
			return
		old.flags.system_write = True
		old.superseded_by, old.superseded_on = self.name, self.effective_on
		old.save()
		old.workflow_state = SUPERSEDED
		old.save()

	@frappe.whitelist()
	def fill_from_service(self) -> None:
		"""Copy title, time limit and draft steps of the service into an editable procedure."""
		copy_service_steps(self)
		self.save()

	@frappe.whitelist()
	def make_new_version(self) -> str:
		"""Insert the next issue as a draft that replaces this one; its name."""
		if self.state != EFFECTIVE:
			frappe.throw(
				_("{0} is {1}. Only an effective procedure gets a new version.").format(
					self.name, _(self.state)
				)
			)
		draft = frappe.copy_doc(self, ignore_no_copy=False)
		draft.issue_no, draft.revision_no, draft.replaces = (
			cint(self.issue_no) + 1,
			0,
			self.name,
		)
		draft.insert()
		return draft.name
