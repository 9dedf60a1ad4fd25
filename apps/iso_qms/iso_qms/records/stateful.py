"""Base class of records that live through workflow states.

The workflow (which a province may change) decides who may move a record; this class decides what
holds in every case, so that forms, imports and REST obey alike: content is locked outside the
editable states, a state may have a gate, whoever moves the record is written down by the system,
a return needs its own reason. It never decides which records a person sees.
"""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, now_datetime, nowdate

from iso_qms.access.delegations import loan_for_step
from iso_qms.records.compare import changed_fields
from iso_qms.records.errors import (
	GateError,
	IllegalStateChangeError,
	LockedRecordError,
	SamePersonError,
	SystemFieldError,
)
from iso_qms.records.reasons import is_step_back, require_reason


def behalf_of(by: str) -> str:
	"""The field beside `approved_by` that says in whose name: `approved_for`."""
	return by.removesuffix("_by") + "_for"


class StatefulRecord(Document):
	"""A record with `workflow_state`; subclasses fill the tables below.

	editable_states: every field may change. open_fields: what else may change, per state.
	stamps: state -> (field for the user, field for the time), written on entering it.
	gates: state -> method that raises when the record is not ready for it.
	returns: (from, to) moves that need a reason beside every step back (reasons.py); coming back to
	the first state clears the stamps.
	system_fields: written by methods of the class only, besides the stamps.
	"""

	first_state = "Draft"
	editable_states: tuple[str, ...] = ("Draft",)
	deletable_states: tuple[str, ...] = ("Draft",)
	open_fields: dict[str, tuple[str, ...]] = {}
	stamps: dict[str, tuple[str, str]] = {}
	gates: dict[str, str] = {}
	returns: tuple[tuple[str, str], ...] = ()
	system_fields: tuple[str, ...] = ()

	def on_trash(self) -> None:
		if self.state not in self.deletable_states:
			frappe.throw(
				_("{0} {1} is {2} and is kept as evidence; it cannot be deleted.").format(
					_(self.doctype), frappe.bold(self.name), _(self.state)
				),
				LockedRecordError,
			)

	def before_submit(self) -> None:
		self._refuse_docstatus()

	def before_cancel(self) -> None:
		self._refuse_docstatus()

	def _refuse_docstatus(self) -> None:
		"""Stock lets Administrator submit what cannot be submitted, past every step."""
		if not self.meta.is_submittable:
			frappe.throw(
				_("{0} {1}: use the steps of its workflow; it is not submitted or cancelled.").format(
					_(self.doctype), frappe.bold(self.name)
				),
				IllegalStateChangeError,
			)

	@property
	def state(self) -> str:
		return self.get("workflow_state") or self.first_state

	def follow_states(self) -> None:
		"""The first line of every `validate`: locks, then the gate and stamp of a new state."""
		before = self.get_doc_before_save()
		self._refuse_system_fields(before)
		if before is None:
			self._refuse_later_state()
			return
		old = before.get("workflow_state") or self.first_state
		self._refuse_locked_changes(before, old)
		if self.state != old:
			self._enter(old)

	def entered(self, state: str) -> bool:
		"""True while the save that brings the record into `state` is running."""
		before = self.get_doc_before_save()
		return bool(before) and self.state == state != (
			before.get("workflow_state") or self.first_state
		)

	def announce_return(self) -> None:
		"""For `on_update`: the reason of a return stays readable in the timeline."""
		before, given = self.get_doc_before_save(), cstr(self.get("return_reason"))
		# A step that is none back has left no reason.
		if before and given and self.is_return(before.get("workflow_state") or self.first_state):
			reason = frappe.utils.escape_html(given)
			self.add_comment("Comment", _("Returned: {0}").format(reason))

	@property
	def acting_for(self) -> str | None:
		"""The account in whose name the step of this save is taken; None for the own name."""
		before = self.get_doc_before_save()
		loan = loan_for_step(self, before.get("workflow_state"), self.state) if before else None
		return loan.lender if loan else None

	def refuse_same_person(self, *fieldnames: str) -> None:
		"""Neither the acting user nor the one acted for is already written in `fieldnames`."""
		acting = {frappe.session.user, self.acting_for}
		for fieldname in fieldnames:
			person = self.owner if fieldname == "owner" else self.get(fieldname)
			if person and person in acting:
				label = (
					_("Created By")
					if fieldname == "owner"
					else _(self.meta.get_label(fieldname))
				)
				frappe.throw(
					_(
						"{0}: you are already written as {1}. Another person must take this step."
					).format(_(self.state), label),
					SamePersonError,
				)

	def require(self, condition: object, message: str) -> None:
		"""A gate stays closed with `message` (already translated) unless `condition` holds."""
		if not condition:
			frappe.throw(message, GateError, title=_("Not Ready: {0}").format(_(self.state)))

	def _enter(self, old: str) -> None:
		if not self.meta.get_workflow():
			frappe.throw(
				_(
					"{0}: the state cannot change from {1} to {2} because no workflow is active."
				).format(_(self.doctype), _(old), _(self.state)),
				IllegalStateChangeError,
			)
		if gate := self.gates.get(self.state):
			getattr(self, gate)()
		if self.is_return(old):
			self.return_reason = self.return_reason or self.reason_elsewhere()
			require_reason(self)
		elif self.meta.has_field("return_reason"):
			self.return_reason = None
		self.stamp_state()

	def is_return(self, old: str) -> bool:
		"""Whether the step from `old` needs a reason."""
		if old == self.state or not self.meta.has_field("return_reason"):
			return False
		return (old, self.state) in self.returns or is_step_back(self.doctype, old, self.state)

	def reason_elsewhere(self) -> str | None:
		"""The reason, where the record already says it in another place."""
		return None

	def _stamp_fields(self) -> list[str]:
		"""Every field that a stamp writes: who, when, and on whose behalf."""
		return [name for by, on in self.stamps.values() for name in (by, on, behalf_of(by))]

	def stamp_state(self) -> None:
		"""Write who brought the record into its state, and for whom; the first state is unsigned."""
		if self.state == self.first_state:
			for name in self._stamp_fields():
				self.set(name, None)
		elif self.state in self.stamps:
			by, on = self.stamps[self.state]
			self.set(by, frappe.session.user)
			self.set(behalf_of(by), self.acting_for)
			is_date = self.meta.get_field(on).fieldtype == "Date"
			self.set(on, nowdate() if is_date else now_datetime())

	def _refuse_later_state(self) -> None:
		if self.state != self.first_state:
			frappe.throw(
				_("A new {0} begins as {1}, not as {2}.").format(
					_(self.doctype), _(self.first_state), _(self.state)
				),
				IllegalStateChangeError,
			)

	def _refuse_system_fields(self, before) -> None:
		if self.flags.system_write:
			return
		guarded = set(self._stamp_fields()) | set(self.system_fields)
		if before is None and not any(self.get(fieldname) for fieldname in guarded):
			return
		twin = before or frappe.new_doc(self.doctype)
		for fieldname in changed_fields(self, twin, only=guarded):
			frappe.throw(
				_("{0} is written by the system and cannot be set to {1}.").format(
					frappe.bold(_(self.meta.get_label(fieldname))),
					cstr(self.get(fieldname)) or _("empty"),
				),
				SystemFieldError,
			)

	def _refuse_locked_changes(self, before, old: str) -> None:
		if old in self.editable_states:
			return
		open_here = ("workflow_state", *self.open_fields.get(old, ()))
		system = [*self._stamp_fields(), *self.system_fields]
		# A province opens a field of its own in every state with "Allow on Submit".
		own = [field.fieldname for field in self.meta.fields if field.allow_on_submit]
		locked = changed_fields(self, before, skip=(*open_here, *system, *own))
		if locked:
			labels = ", ".join(_(self.meta.get_label(name)) for name in locked)
			frappe.throw(
				_("{0} is {1}; these fields cannot be changed: {2}.").format(
					frappe.bold(self.name), _(old), labels
				),
				LockedRecordError,
			)
