"""Approvals that are lent: somebody is away these days, or will be next week."""

from datetime import timedelta

import frappe
from frappe.utils import getdate

from iso_qms.access.roles import DEPARTMENT_HEAD, HEAD, REPRESENTATIVE
from iso_qms.demo.people import Office
from iso_qms.demo.world import World

# Lender, days until it begins, days that it lasts, reason; the first office takes the first row.
LOANS = (
	(HEAD, 3, 4, "Đi công tác tại tỉnh; ủy quyền theo phân công của lãnh đạo."),
	(REPRESENTATIVE, -1, 5, "Nghỉ phép năm."),
)


def make_delegations(world: World, offices: dict[str, Office]) -> None:
	"""One delegation in each of the first offices that are at work."""
	at_work = [office for office in offices.values() if office.catalogue and office.pace != "stopped"]
	for office, loan in zip(at_work, LOANS, strict=False):
		_lend(world, office, *loan)


def _lend(world: World, office: Office, role: str, begins: int, lasts: int, reason: str) -> None:
	lender, delegate = _post(office, role), _post(office, DEPARTMENT_HEAD)
	if not lender or not delegate:
		return
	now = world.year.now
	first = getdate(now) + timedelta(days=begins)
	world.acts.insert(
		now - timedelta(days=1) if begins < 0 else now,
		office.users[lender],
		doctype="ISO Approval Delegation",
		agency=office.code,
		from_person=office.staff[lender],
		to_person=office.staff[delegate],
		from_date=first,
		to_date=first + timedelta(days=lasts),
		reason=reason,
	)
	frappe.clear_messages()


def _post(office: Office, role: str) -> str | None:
	return next((key for key, held in office.roles.items() if held == role), None)
