"""Which agencies a person belongs to, reads and writes, worked out once per request.

The facts come from the person's active ISO Staff Member records, the agency tree, the roles of the
account and the audit plans that name the person. Never asks about a single record: see checks.py.
"""

from dataclasses import dataclass

import frappe
from frappe.utils import getdate, nowdate

from iso_qms.access.roles import PROVINCE_ROLES, SITE_ROLES
from iso_qms.access.rules import RUNNING_PLAN_STATES

ACTIVE = "Active"


@dataclass(frozen=True)
class Scope:
	"""What one person may reach.

	unrestricted: runs the site, no rule binds. reads_all: holds a role of the province.
	own: agencies of the person's active staff records, main one first.
	readable: own agencies and all below them. writable: own agencies that are still open.
	lent_plans: running audit plans whose team names the person; lent_agencies: their agencies.
	"""

	user: str
	roles: frozenset[str]
	unrestricted: bool = False
	reads_all: bool = False
	own: tuple[str, ...] = ()
	readable: frozenset[str] = frozenset()
	writable: frozenset[str] = frozenset()
	lent_plans: frozenset[str] = frozenset()
	lent_agencies: frozenset[str] = frozenset()

	@property
	def is_staff(self) -> bool:
		"""True for everybody who has a place in the system; citizens have none."""
		return self.unrestricted or self.reads_all or bool(self.own)


def get_scope(user: str | None = None) -> Scope:
	"""The scope of `user` (default: the session's), cached for the length of the request."""
	user = user or frappe.session.user
	cache = frappe.flags.setdefault("iso_scopes", {})
	if user not in cache:
		cache[user] = _make_scope(user)
	return cache[user]


def clear_scopes(*_args: object) -> None:
	"""Forget what was worked out; run by hooks when staff, agencies, plans or roles change."""
	frappe.flags.iso_scopes = {}


def _make_scope(user: str) -> Scope:
	roles = frozenset(frappe.get_roles(user))
	if user == "Administrator" or roles & set(SITE_ROLES):
		return Scope(user, roles, unrestricted=True, reads_all=True)
	own = tuple(row["agency"] for row in _staff_rows(user))
	plans = _running_plans(user)
	return Scope(
		user,
		roles,
		reads_all=bool(roles & set(PROVINCE_ROLES)),
		own=tuple(dict.fromkeys(own)),
		readable=frozenset(own) | _agencies_below(own),
		writable=_open_agencies(own),
		lent_plans=frozenset(plans),
		lent_agencies=frozenset(plans.values()),
	)


def _staff_rows(user: str) -> list[dict]:
	"""Active appointments of a user, oldest first, as {name, agency, department}."""
	if user == "Guest":
		return []
	staff = frappe.qb.DocType("ISO Staff Member")
	return (
		frappe.qb.from_(staff)
		.select(staff.name, staff.agency, staff.department)
		.where(staff.user == user)
		.where(staff.account_status == ACTIVE)
		.orderby(staff.creation)
		.orderby(staff.name)
	).run(as_dict=True)


def _agencies_below(agencies: tuple[str, ...]) -> frozenset[str]:
	if not agencies:
		return frozenset()
	agency = frappe.qb.DocType("ISO Agency")
	spans = (
		frappe.qb.from_(agency).select(agency.lft, agency.rgt).where(agency.name.isin(agencies))
	).run()
	below: set[str] = set()
	for lft, rgt in spans:
		if rgt > lft + 1:
			rows = (
				frappe.qb.from_(agency)
				.select(agency.name)
				.where((agency.lft > lft) & (agency.rgt < rgt))
			).run()
			below.update(row[0] for row in rows)
	return frozenset(below)


def _open_agencies(agencies: tuple[str, ...]) -> frozenset[str]:
	"""Agencies still in being today; the papers of a closed agency stay as they were."""
	if not agencies:
		return frozenset()
	agency = frappe.qb.DocType("ISO Agency")
	rows = (
		frappe.qb.from_(agency)
		.select(agency.name, agency.valid_to)
		.where(agency.name.isin(agencies))
	).run()
	today = getdate(nowdate())
	return frozenset(name for name, valid_to in rows if not valid_to or getdate(valid_to) >= today)


def _running_plans(user: str) -> dict[str, str]:
	"""Plans under way whose team names the user, each with its agency."""
	plan = frappe.qb.DocType("ISO Audit Plan")
	member = frappe.qb.DocType("ISO Audit Team Member")
	rows = (
		frappe.qb.from_(member)
		.join(plan)
		.on(plan.name == member.parent)
		.select(plan.name, plan.agency)
		.where(member.parenttype == "ISO Audit Plan")
		.where(member.user == user)
		.where(plan.workflow_state.isin(RUNNING_PLAN_STATES))
		.where(plan.docstatus < 2)
	).run()
	return dict(rows)


def get_user_agencies(user: str | None = None) -> tuple[str, ...]:
	"""The agencies a user works for, main one first; not those below them."""
	return get_scope(user).own


def get_user_agency(user: str | None = None) -> str | None:
	"""The main agency of a user, or None for somebody without a place."""
	return next(iter(get_user_agencies(user)), None)


def get_staff_member(user: str | None = None, agency: str | None = None) -> str | None:
	"""The user's active staff record, in `agency` when given."""
	rows = _staff_rows(user or frappe.session.user)
	return next((row["name"] for row in rows if agency in (None, row["agency"])), None)


def get_user_department(user: str | None = None, agency: str | None = None) -> str | None:
	"""The department of the user's active staff record, in `agency` when given."""
	rows = _staff_rows(user or frappe.session.user)
	return next((row["department"] for row in rows if agency in (None, row["agency"])), None)


def users_with_role(agency: str, role: str) -> list[str]:
	"""Users with an active account in `agency` whose staff record carries `role`."""
	staff = frappe.qb.DocType("ISO Staff Member")
	held = frappe.qb.DocType("ISO Staff Role")
	rows = (
		frappe.qb.from_(staff)
		.join(held)
		.on((held.parent == staff.name) & (held.parenttype == "ISO Staff Member"))
		.select(staff.user)
		.distinct()
		.where(staff.agency == agency)
		.where(staff.account_status == ACTIVE)
		.where(held.role == role)
		.orderby(staff.user)
	).run()
	return [row[0] for row in rows if row[0]]
