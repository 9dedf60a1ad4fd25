"""The review of the system by the head of an agency (ISO 9001, clause 9.3).

Decides that a review is approved before it is held, that it is concluded only with every input of
clause 9.3.2 and with decisions, and that each decision becomes a followed-up action.
"""

from collections import Counter

import frappe
from frappe import _
from frappe.utils import cstr, get_datetime, now_datetime

from iso_qms.iso_review.inputs import TOPICS, empty_inputs, take_figures
from iso_qms.records.errors import SystemFieldError
from iso_qms.records.numbering import next_name
from iso_qms.records.same_agency import validate_rows_of_agency
from iso_qms.records.stateful import StatefulRecord

PREPARATION = (
	"participants",
	"inputs",
	"notice_date",
	"invitation_no",
	"meeting_datetime",
	"place",
	"secretary",
)
MINUTES = (
	"inputs",
	"participants",
	"discussions",
	"outputs",
	"is_suitable",
	"is_adequate",
	"is_effective",
	"conclusion",
	"minutes_no",
)


class ISOManagementReview(StatefulRecord):
	stamps = {
		"Pending Approval": ("prepared_by", "prepared_on"),
		"Approved": ("approved_by", "approved_on"),
		"Concluded": ("concluded_by", "concluded_on"),
	}
	gates = {"Approved": "check_approver", "Held": "check_held", "Concluded": "check_concluded"}
	returns = (("Pending Approval", "Draft"), ("Approved", "Draft"))
	open_fields = {
		"Pending Approval": ("return_reason",),
		"Approved": (*PREPARATION, *MINUTES, "return_reason"),
		"Held": MINUTES,
	}
	system_fields = ("snapshot_on",)

	def before_insert(self) -> None:
		if not self.inputs:
			self.set("inputs", empty_inputs())

	def autoname(self) -> None:
		self.name = next_name("MR", self.agency, self.year, digits=2)

	def validate(self) -> None:
		self.follow_states()
		self.validate_figures()
		self.validate_inputs()
		validate_rows_of_agency(self, "outputs", "responsible", "department")
		self.validate_chair()

	def on_update(self) -> None:
		self.announce_return()

	def validate_chair(self) -> None:
		for fieldname in ("chair", "secretary"):
			person = self.get(fieldname)
			if (
				person
				and frappe.db.get_value("ISO Staff Member", person, "agency") != self.agency
			):
				frappe.throw(
					_("{0}: {1} does not belong to agency {2}.").format(
						_(self.meta.get_label(fieldname)),
						frappe.bold(person),
						frappe.bold(self.agency),
					)
				)

	def validate_figures(self) -> None:
		"""Figures come from the system: a person may explain them, not write them."""
		if self.flags.system_write:
			return
		before = self.get_doc_before_save()
		stored = {row.name: row.data_snapshot for row in before.inputs} if before else {}
		for row in self.inputs:
			if (row.data_snapshot or "") != (stored.get(row.name) or ""):
				frappe.throw(
					_(
						"Row {0} of the inputs: figures are taken by the system and cannot be"
						" written."
					).format(row.idx),
					SystemFieldError,
				)

	def validate_inputs(self) -> None:
		repeated = [
			code
			for code, count in Counter(row.input_code for row in self.inputs).items()
			if count > 1
		]
		if repeated:
			frappe.throw(
				_("Inputs: {0} is listed twice. Keep one row per topic.").format(
					", ".join(repeated)
				)
			)
		for row in self.inputs:
			if row.is_complete and not (cstr(row.summary).strip() or row.attachment):
				frappe.throw(
					_(
						"Row {0} of the inputs: write a summary or attach a file before it is"
						" complete."
					).format(row.idx)
				)

	def check_approver(self) -> None:
		self.refuse_same_person("prepared_by", "owner")

	def check_held(self) -> None:
		self.require(
			self.meeting_datetime, _("Meeting Time: write when the meeting took place.")
		)
		self.require(
			get_datetime(self.meeting_datetime) <= now_datetime(),
			_("Meeting Time {0} is still to come.").format(self.meeting_datetime),
		)
		self.require(
			any(row.present for row in self.participants),
			_("Participants: tick who was present at the meeting."),
		)

	def check_concluded(self) -> None:
		complete = {row.input_code for row in self.inputs if row.is_complete}
		missing = [code for code in TOPICS if code not in complete]
		self.require(not missing, _("Inputs not complete yet: {0}.").format(", ".join(missing)))
		self.require(
			self.outputs,
			_("Outputs: write at least one decision with a responsible person and a date."),
		)
		self.require(
			cstr(self.conclusion).strip(), _("Conclusion: write the conclusion of the review.")
		)
		self.make_actions()

	def make_actions(self) -> None:
		"""One ISO Review Action per decision; the row keeps its name."""
		for row in self.outputs:
			if row.action:
				continue
			action = frappe.new_doc("ISO Review Action")
			action.update({"agency": self.agency, "review": self.name, "status": "Open"})
			for fieldname in (
				"output_type",
				"decision",
				"responsible",
				"department",
				"due_date",
				"resources",
			):
				action.set(fieldname, row.get(fieldname))
			row.action = action.insert().name

	@frappe.whitelist()
	def take_snapshot(self) -> None:
		"""Write the figures that the system knows now into the inputs; written summaries stay."""
		figures = take_figures(self.agency, self.year, self.name)
		for row in self.inputs:
			if row.input_code in figures:
				row.data_snapshot = figures[row.input_code]
		self.flags.system_write = True
		self.snapshot_on = now_datetime()
		self.save()
