"""Which agencies a person belongs to, reads and writes, worked out once per request.

The facts come from the person's active ISO Staff Member records, the agency tree, the roles of the
account and the audit plans that name the person. Never asks about a single record: see checks.py.
"""

from dataclasses import dataclass
from functools import cache

import frappe
from frappe.query_builder import Parameter
from frappe.utils import getdate

from iso_qms.access.roles import PROVINCE_ROLES, SITE_ROLES
from iso_qms.access.rules import RUNNING_PLAN_STATES

ACTIVE = "Active"


@dataclass(frozen=True)
class Scope:
	"""What one person may reach.

	unrestricted: runs the site, no rule binds. reads_all: holds a role of the province.
	own: agencies of the person's active staff records, main one first.
	readable: own agencies and all below them; nobody looks who is below one who reads all.
	writable: own agencies that are still open.
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
	places = _places(user)
	own = tuple(dict.fromkeys(place["agency"] for place in places))
	plans = _running_plans(user)
	reads_all = bool(roles & set(PROVINCE_ROLES))
	below = frozenset() if reads_all else _agencies_below(places)
	return Scope(
		user,
		roles,
		reads_all=reads_all,
		own=own,
		readable=frozenset(own) | below,
		writable=_open_agencies(places),
		lent_plans=frozenset(plans),
		lent_agencies=frozenset(plans.values()),
	)


# These run in every request. The query builder writes each text once per process; values follow.


def _places(user: str) -> list[dict]:
	"""Active appointments of a user, oldest first: {name, agency, department}, and of the agency
	{home, lft, rgt, valid_to}."""
	if user == "Guest":
		return []
	values = {"user": user, "active": ACTIVE}
	return frappe.db.sql(_places_query(), values, as_dict=True)


@cache
def _places_query() -> str:
	staff, agency = frappe.qb.DocType("ISO Staff Member"), frappe.qb.DocType("ISO Agency")
	query = (
		frappe.qb.from_(staff)
		.left_join(agency)
		.on(agency.name == staff.agency)
		.select(staff.name, staff.agency, staff.department)
		.select(agency.name.as_("home"), agency.lft, agency.rgt, agency.valid_to)
		.where(staff.user == Parameter("%(user)s"))
		.where(staff.account_status == Parameter("%(active)s"))
		.orderby(staff.creation)
		.orderby(staff.name)
	)
	return query.get_sql()


def _agencies_below(places: list[dict]) -> frozenset[str]:
	below: set[str] = set()
	for place in places:
		if place["home"] and place["rgt"] > place["lft"] + 1:
			span = {"lft": place["lft"], "rgt": place["rgt"]}
			below.update(row[0] for row in frappe.db.sql(_below_query(), span))
	return frozenset(below)


@cache
def _below_query() -> str:
	agency = frappe.qb.DocType("ISO Agency")
	query = (
		frappe.qb.from_(agency)
		.select(agency.name)
		.where(agency.lft > Parameter("%(lft)s"))
		.where(agency.rgt < Parameter("%(rgt)s"))
	)
	return query.get_sql()


def _open_agencies(places: list[dict]) -> frozenset[str]:
	"""Agencies still in being today; the papers of a closed agency stay as they were."""
	today = getdate()
	return frozenset(
		place["home"]
		for place in places
		if place["home"] and (not place["valid_to"] or getdate(place["valid_to"]) >= today)
	)


def _running_plans(user: str) -> dict[str, str]:
	"""Plans under way whose team names the user, each with its agency."""
	if user == "Guest":
		return {}
	values = {"user": user, "states": RUNNING_PLAN_STATES}
	return dict(frappe.db.sql(_plans_query(), values))


@cache
def _plans_query() -> str:
	plan = frappe.qb.DocType("ISO Audit Plan")
	member = frappe.qb.DocType("ISO Audit Team Member")
	query = (
		frappe.qb.from_(member)
		.join(plan)
		.on(plan.name == member.parent)
		.select(plan.name, plan.agency)
		.where(member.parenttype == "ISO Audit Plan")
		.where(member.user == Parameter("%(user)s"))
		.where(plan.workflow_state.isin(Parameter("%(states)s")))
		.where(plan.docstatus < 2)
	)
	return query.get_sql()
