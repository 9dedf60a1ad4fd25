"""The rows of a finding: who did an action, who verified, and that neither is rewritten later."""

import frappe
from frappe import _
from frappe.utils import cstr, now_datetime, nowdate

from iso_qms.records.compare import changed_fields
from iso_qms.records.errors import LockedRecordError, SamePersonError

DONE = "Done"
SYSTEM_FIELDS = ("done_on", "done_by", "verified_by", "verified_on")


def doers_of(finding) -> set[str]:
	"""Accounts that answered the finding, are responsible for an action or did one."""
	people = [row.responsible for row in finding.actions if row.responsible]
	users = set()
	if people:
		users.update(
			frappe.get_all("ISO Staff Member", filters={"name": ["in", people]}, pluck="user")
		)
	users.update(row.done_by for row in finding.actions)
	users.add(finding.auditee_confirmed_by)
	return users - {None, ""}


def follow_actions(finding) -> None:
	"""Write who finished an action and when; a finished action stays as it is."""
	stored = _stored_rows(finding, "actions")
	for row in finding.actions:
		old = stored.pop(row.name, None)
		if old and old.status == DONE:
			_refuse_change(row, old)
			continue
		_clear_system_fields(row)
		if row.status != DONE:
			continue
		if not cstr(row.evidence).strip():
			frappe.throw(
				_(
					"Row {0} of the actions: write the evidence before the action is done."
				).format(row.idx)
			)
		row.done_on, row.done_by = nowdate(), frappe.session.user
	_refuse_removal(row for row in stored.values() if row.status == DONE)


def follow_verifications(finding) -> None:
	"""Write who verified and when; nobody verifies what he did himself; old rows stay."""
	stored = _stored_rows(finding, "verifications")
	for row in finding.verifications:
		if old := stored.pop(row.name, None):
			_refuse_change(row, old)
			continue
		_clear_system_fields(row)
		_refuse_early(finding, row)
		if frappe.session.user in doers_of(finding):
			frappe.throw(
				_(
					"Row {0} of the verifications: you answered this finding or did one of "
					"its actions. Another person must verify it."
				).format(row.idx),
				SamePersonError,
			)
		row.verified_by, row.verified_on = frappe.session.user, now_datetime()
	_refuse_removal(stored.values())


def _stored_rows(finding, table: str) -> dict:
	before = finding.get_doc_before_save()
	return {row.name: row for row in before.get(table)} if before else {}


def _clear_system_fields(row) -> None:
	for fieldname in SYSTEM_FIELDS:
		if row.meta.has_field(fieldname):
			row.set(fieldname, None)


def _refuse_early(finding, row) -> None:
	if (
		finding.state not in ("Pending Verification", "Verified", "In Progress")
		or finding.is_new()
	):
		frappe.throw(
			_(
				"Row {0} of the verifications: the department has not reported the actions as"
				" done yet."
			).format(row.idx),
			LockedRecordError,
		)


def _refuse_change(row, old) -> None:
	if changed_fields(row, old):
		frappe.throw(
			_(
				"Row {0}: what was done or verified stays as it was written. Add a new row instead."
			).format(row.idx),
			LockedRecordError,
		)


def _refuse_removal(rows) -> None:
	for row in rows:
		frappe.throw(
			_("Row {0}: what was done or verified cannot be removed.").format(row.idx),
			LockedRecordError,
		)
