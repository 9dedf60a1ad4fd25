"""Gives every person who can sign in to the demo something open to do, on a record he may read."""

from typing import Any

import frappe
from frappe.desk.form.assign_to import add
from frappe.utils import add_days

from iso_qms.demo.people import Office
from iso_qms.demo.world import World

MAIN = "full"
# Post -> (DocType, filters that find the record in the person's agency, key of the text).
TASKS: dict[str, tuple[str, dict, str]] = {
	"secretary": ("ISO Procedure", {"workflow_state": "Draft"}, "procedure"),
	"head": ("ISO Audit Finding", {"workflow_state": "In Progress"}, "finding"),
	"representative": ("ISO Procedure", {"workflow_state": "Under Review"}, "procedure"),
	"chief": ("ISO Audit Finding", {"workflow_state": "Issued"}, "finding"),
	"officer": ("ISO Procedure", {"workflow_state": "Effective"}, "read"),
	"one_stop": ("ISO Procedure", {"workflow_state": "Effective"}, "read"),
	"controller": ("ISO Procedure", {"workflow_state": "Pending Approval"}, "procedure"),
	"lead": ("ISO Audit Finding", {"workflow_state": "Verified"}, "finding"),
	"auditor": ("ISO Audit Finding", {"workflow_state": "Pending Verification"}, "finding"),
	"admin": ("ISO Staff Member", {}, "account"),
}
# People who look at other agencies: post -> (DocType, filters, key of the text).
OVERSIGHT: dict[str, tuple[str, dict, str]] = {
	"provincial_officer": ("ISO Agency", {"agency_name": ["like", "%Vũ Oai%"]}, "usage"),
	"inspector": ("ISO Audit Finding", {"workflow_state": "In Progress"}, "oversight"),
	"provincial_leader": ("ISO Audit Finding", {"classification": "Major"}, "oversight"),
	"provincial_admin": ("ISO Staff Member", {}, "account"),
}


def make_tasks(world: World, offices: dict[str, Office]) -> int:
	"""Assign one record to each, but in an office that has stopped nobody asks anybody; how many."""
	count = 0
	for office in offices.values():
		if office.pace == "stopped":
			continue
		for key, user in office.users.items():
			count += _assign(world, office, key, user)
	main = next(office.code for office in offices.values() if office.pace == MAIN)
	lent, plan = world.lent[1], _running_plan(main)
	if plan:
		count += _add(world, lent, lent, "ISO Audit Plan", plan, "audit")
	return count


def _assign(world: World, office: Office, key: str, user: str) -> bool:
	if key in OVERSIGHT:
		doctype, filters, text = OVERSIGHT[key]
	elif key in TASKS:
		doctype, filters, text = TASKS[key]
		filters = {**filters, "agency": office.code}
	else:
		return False
	names = frappe.get_all(doctype, filters=filters, pluck="name", order_by="creation desc")
	if not names and office.catalogue:
		return False
	if not names:
		doctype, names, text = "ISO Agency", [office.code], "begin"
	by = office.users.get("secretary", user)
	return _add(world, by, user, doctype, names[0], text)


def _add(world: World, by: str, user: str, doctype: str, name: str, text: str) -> bool:
	"""`by` asks `user`; somebody without the record is skipped, never given a share."""
	frappe.set_user(by)
	try:
		if not _may_read(doctype, name, user) or not _may_read(doctype, name, by):
			return False
		add(_request(world, user, doctype, name, text))
	finally:
		frappe.clear_messages()
		frappe.set_user("Administrator")
	return True


def _may_read(doctype: str, name: str, user: str) -> bool:
	return bool(frappe.has_permission(doctype, "read", doc=name, user=user))


def _request(world: World, user: str, doctype: str, name: str, text: str) -> dict[str, Any]:
	return {
		"doctype": doctype,
		"name": name,
		"assign_to": frappe.as_json([user]),
		"description": world.source.reviews["tasks"][text],
		"date": add_days(world.year.today, world.rng.randint(1, 9)),
	}


def _running_plan(agency: str) -> str | None:
	return frappe.db.get_value("ISO Audit Plan", {"workflow_state": "In Progress", "agency": agency})
