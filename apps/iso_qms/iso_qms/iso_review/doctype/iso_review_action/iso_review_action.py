"""A decision of a management review, followed until it is done (ISO 9001, clause 9.3.3).

Decides who may change what: the responsible person reports progress and the result; the agency's
head, representative and secretary may also move the date, cancel or open the action again.
"""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, now_datetime

from iso_qms.access.roles import HEAD, REPRESENTATIVE, SECRETARY
from iso_qms.records.compare import changed_fields
from iso_qms.records.errors import (
	GateError,
	IllegalStateChangeError,
	LockedRecordError,
	SystemFieldError,
)
from iso_qms.records.numbering import next_name

REPORTED = ("progress", "result", "status")
MANAGERS = {HEAD, REPRESENTATIVE, SECRETARY, "System Manager", "Administrator"}
NEXT = {
	"Open": {"In Progress", "Done", "Cancelled"},
	"In Progress": {"Done", "Cancelled", "Open"},
	"Done": {"In Progress"},
	"Cancelled": {"Open"},
}
SYSTEM_FIELDS = ("done_by", "done_on")


class ISOReviewAction(Document):
	def autoname(self) -> None:
		self.name = next_name("RA", self.review)

	def validate(self) -> None:
		before = self.get_doc_before_save()
		if before is None:
			self.validate_first_status()
			return
		self.validate_writer(before)
		self.validate_system_fields(before)
		if before.status != self.status:
			self.follow_status(before.status)

	def on_trash(self) -> None:
		frappe.throw(
			_("{0} is a decision of a review and is kept. Cancel it instead.").format(
				frappe.bold(self.name)
			),
			LockedRecordError,
		)

	def validate_first_status(self) -> None:
		state = frappe.db.get_value(
			"ISO Management Review", self.review, ["agency", "workflow_state"], as_dict=True
		)
		if (
			not state
			or state.agency != self.agency
			or state.workflow_state not in ("Held", "Concluded")
		):
			frappe.throw(
				_(
					"Management Review {0}: actions come from a review of the same agency "
					"that was held."
				).format(frappe.bold(self.review)),
				GateError,
			)
		if self.status != "Open":
			frappe.throw(
				_("A new action begins as {0}.").format(_("Open")), IllegalStateChangeError
			)
		self.done_by = self.done_on = None

	def validate_writer(self, before) -> None:
		if MANAGERS & set(frappe.get_roles()):
			return
		if frappe.session.user != frappe.db.get_value(
			"ISO Staff Member", before.responsible, "user"
		):
			frappe.throw(
				_(
					"Only the responsible person and the leaders of the system may report on {0}."
				).format(frappe.bold(self.name)),
				frappe.PermissionError,
			)
		if beyond := changed_fields(self, before, skip=(*REPORTED, *SYSTEM_FIELDS)):
			frappe.throw(
				_(
					"{0} can be changed by the secretary, the representative or the head only."
				).format(", ".join(_(self.meta.get_label(name)) for name in beyond)),
				LockedRecordError,
			)
		if before.status in ("Done", "Cancelled") or self.status == "Cancelled":
			frappe.throw(
				_("Only the leaders of the system cancel an action or open it again."),
				LockedRecordError,
			)

	def validate_system_fields(self, before) -> None:
		for fieldname in changed_fields(self, before):
			if fieldname in SYSTEM_FIELDS:
				frappe.throw(
					_("{0} is written by the system.").format(
						_(self.meta.get_label(fieldname))
					),
					SystemFieldError,
				)

	def follow_status(self, old: str) -> None:
		if self.status not in NEXT[old]:
			frappe.throw(
				_("An action cannot go from {0} to {1}.").format(_(old), _(self.status)),
				IllegalStateChangeError,
			)
		if self.status in ("Done", "Cancelled") and not cstr(self.result).strip():
			frappe.throw(
				_("Result: write what came out of it, or why it is cancelled."), GateError
			)
		is_done = self.status == "Done"
		self.done_by = frappe.session.user if is_done else None
		self.done_on = now_datetime() if is_done else None
