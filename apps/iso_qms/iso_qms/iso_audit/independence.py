"""Who may audit what (ISO 9001, clause 9.2.2 c).

Exactly one lead auditor; the head of the ISO committee never leads; nobody audits a department of
his own, by any appointment he holds; an auditor of another agency must be free to be lent; nobody
is in two places at once. People are recognised by their account, so that a second appointment in
another agency hides nobody.
"""

from collections import Counter
from itertools import pairwise

import frappe
from frappe import _
from frappe.utils import get_time

from iso_qms.access.roles import HEAD
from iso_qms.records.errors import IndependenceError

LEAD, AUDITOR = "Lead Auditor", "Auditor"


def validate_team(plan) -> None:
	"""Rules of the team of an audit plan; an empty team is left to the gate."""
	_refuse_repeated_people(plan)
	if plan.team and [row.team_role for row in plan.team].count(LEAD) != 1:
		_refuse(_("Audit Team: name exactly one lead auditor."))
	for row in plan.team:
		_validate_lending(plan, row)
		if row.team_role == LEAD:
			_validate_lead(plan, row)


def validate_timetable(plan) -> None:
	"""Auditors of the timetable come from the team, are independent and in one place at a time."""
	team = {row.staff_member for row in plan.team if row.team_role in (LEAD, AUDITOR)}
	for row in plan.timetable:
		_validate_times(plan, row)
		for person in filter(None, (row.auditor, row.second_auditor)):
			if person not in team:
				_refuse(
					_("Row {0} of the timetable: {1} is not an auditor of the team.").format(
						row.idx, frappe.bold(person)
					)
				)
			refuse_own_department(
				person, row.department, _("Row {0} of the timetable").format(row.idx)
			)
	_refuse_overlaps(plan.timetable)


def refuse_own_department(person: str, department: str | None, place: str) -> None:
	"""`person` (ISO Staff Member) may not audit `department` when he works in it or heads it."""
	if department and department in departments_of(person):
		_refuse(
			_("{0}: {1} works in {2} and cannot audit it. Choose another auditor.").format(
				place, frappe.bold(_name_of(person)), frappe.bold(department)
			)
		)


def departments_of(person: str) -> set[str]:
	"""Departments that the person belongs to or heads, over all appointments of the account."""
	staff = frappe.db.get_value(
		"ISO Staff Member", person, ["user", "department"], as_dict=True
	)
	if not staff:
		return set()
	found = {staff.department}
	if staff.user:
		found.update(
			frappe.get_all("ISO Staff Member", filters={"user": staff.user}, pluck="department")
		)
		found.update(
			frappe.get_all("ISO Department", filters={"head": staff.user}, pluck="name")
		)
	return found - {None, ""}


def is_head_of_committee(person: str, agency: str) -> bool:
	"""True for the head of the audited agency and for whoever holds the role of a head."""
	user = frappe.db.get_value("ISO Staff Member", person, "user")
	if not user:
		return False
	return user == frappe.db.get_value(
		"ISO Agency", agency, "head"
	) or HEAD in frappe.get_roles(user)


def _validate_lead(plan, row) -> None:
	if is_head_of_committee(row.staff_member, plan.agency):
		_refuse(
			_(
				"Row {0} of the team: {1} heads the ISO committee and cannot lead the audit."
			).format(row.idx, frappe.bold(_name_of(row.staff_member)))
		)


def _validate_lending(plan, row) -> None:
	facts = frappe.db.get_value(
		"ISO Staff Member", row.staff_member, ["agency", "may_be_lent", "user"], as_dict=True
	)
	if not facts or facts.agency == plan.agency or row.team_role not in (LEAD, AUDITOR):
		return
	if not facts.may_be_lent or not facts.user:
		_refuse(
			_(
				"Row {0} of the team: {1} belongs to agency {2} and is not free to be lent."
			).format(row.idx, frappe.bold(_name_of(row.staff_member)), facts.agency)
		)


def _refuse_repeated_people(plan) -> None:
	for person, count in Counter(row.staff_member for row in plan.team).items():
		if count > 1:
			_refuse(
				_("Audit Team: {0} is named {1} times.").format(
					frappe.bold(_name_of(person)), count
				)
			)


def _validate_times(plan, row) -> None:
	if get_time(row.time_to) <= get_time(row.time_from):
		_refuse(
			_("Row {0} of the timetable: the end must be later than the beginning.").format(
				row.idx
			)
		)
	if not str(plan.date_from) <= str(row.audit_date) <= str(plan.date_to):
		_refuse(
			_("Row {0} of the timetable: {1} is outside the audit from {2} to {3}.").format(
				row.idx, row.audit_date, plan.date_from, plan.date_to
			)
		)


def _refuse_overlaps(rows: list) -> None:
	slots: dict[tuple[str, str], list] = {}
	for row in rows:
		for person in {row.auditor, row.second_auditor} - {None, ""}:
			slots.setdefault((person, str(row.audit_date)), []).append(row)
	for (person, day), held in slots.items():
		held.sort(key=lambda row: get_time(row.time_from))
		for first, second in pairwise(held):
			if get_time(second.time_from) < get_time(first.time_to):
				_refuse(
					_(
						"Rows {0} and {1} of the timetable: {2} is in two places at once on {3}."
					).format(first.idx, second.idx, frappe.bold(_name_of(person)), day)
				)


def _name_of(person: str) -> str:
	return frappe.db.get_value("ISO Staff Member", person, "full_name") or person


def _refuse(message: str) -> None:
	frappe.throw(message, IndependenceError, title=_("Auditor Not Independent"))
