"""Staffs the lived-in agencies: departments, people with invented names, and their accounts."""

import random
from dataclasses import dataclass, field
from datetime import datetime

import frappe
from frappe import _
from frappe.utils.password import update_password

from iso_qms.demo.source import Source

# Known to everybody who reads this: for demo sites only, which serve no other machine.
DEMO_PASSWORD = "xin-chao-iso"
MAIL_DOMAIN = "mau.example"
SECRETARY_OF = "secretary"


@dataclass
class Office:
	"""A lived-in agency. users and staff by key of the post, departments by their short code."""

	code: str
	label: str
	pace: str
	catalogue: str
	departments: dict[str, str] = field(default_factory=dict)
	users: dict[str, str] = field(default_factory=dict)
	staff: dict[str, str] = field(default_factory=dict)
	titles: dict[str, str] = field(default_factory=dict)
	roles: dict[str, str] = field(default_factory=dict)
	homes: dict[str, str] = field(default_factory=dict)

	def desk(self, key: str) -> str:
		"""The department in which the post `key` works."""
		return self.departments[self.homes[key]]


def make_offices(source: Source, rng: random.Random, when: datetime) -> dict[str, Office]:
	"""Every office of the folder, with its people, dated `when`; by agency code."""
	offices = {}
	names = _names(source.people, rng)
	for entry in source.offices["agencies"]:
		office = Office(
			entry["code"], entry["label"], entry["pace"], entry.get("catalogue", "")
		)
		kind = source.offices["kinds"][entry["kind"]]
		_make_departments(office, kind)
		wanted = entry.get("posts")
		for post in kind["posts"]:
			if not wanted or post["key"] in wanted:
				_make_person(office, post, entry["login"], next(names))
		_appoint(office)
		offices[office.code] = office
	_date_people(when)
	return offices


def open_accounts(source: Source, offices: dict[str, Office]) -> list[dict[str, str]]:
	"""Give the listed accounts the known password; {user, password, title, label} in order."""
	accounts = []
	for code, keys in source.offices["accounts"].items():
		office = offices[code]
		for key in keys:
			user = office.users[key]
			update_password(user, DEMO_PASSWORD)
			title = f"{office.titles[key]} - {office.label} (mẫu)"
			# The sign-in page has little room: the role says enough.
			label = f"{_(office.roles[key])} - {office.label}"
			accounts.append(
				{"user": user, "password": DEMO_PASSWORD, "title": title, "label": label}
			)
	return accounts


def _make_departments(office: Office, kind: dict) -> None:
	for code, name in kind["departments"].items():
		doc = frappe.get_doc(
			{
				"doctype": "ISO Department",
				"agency": office.code,
				"code": code,
				"department_name": name,
			}
		)
		office.departments[code] = doc.insert().name


def _make_person(office: Office, post: dict, login: str, full_name: str) -> None:
	# Frappe refuses more than 60 new users an hour unless they are imported.
	in_import, frappe.flags.in_import = frappe.flags.in_import, True
	try:
		person = frappe.get_doc(
			{
				"doctype": "ISO Staff Member",
				"full_name": full_name,
				"position_title": post["title"],
				"email": f"{post['login']}.{login}@{MAIL_DOMAIN}",
				"agency": office.code,
				"department": office.departments[post["department"]],
				"account_status": "Active",
				"auditor_certificate": post.get("certificate"),
				"may_be_lent": post.get("may_be_lent", 0),
				"roles": [{"role": post["role"]}],
			}
		).insert()
	finally:
		frappe.flags.in_import = in_import
	key = post["key"]
	office.users[key], office.staff[key] = person.user, person.name
	office.titles[key], office.homes[key] = post["title"], post["department"]
	office.roles[key] = post["role"]


def _appoint(office: Office) -> None:
	"""Heads of the agency and of its departments, written where the app looks for them."""
	agency = frappe.get_doc("ISO Agency", office.code)
	agency.head = office.users.get("head")
	agency.iso_secretary = office.users.get(SECRETARY_OF)
	agency.save()
	for key in ("chief", "second_chief"):
		if key in office.users:
			department = frappe.get_doc("ISO Department", office.desk(key))
			department.head = office.users[key]
			department.save()


def _date_people(when: datetime) -> None:
	for doctype in (
		"ISO Agency",
		"ISO Department",
		"ISO Staff Member",
		"ISO Administrative Service",
		"ISO Service Field",
	):
		table = frappe.qb.DocType(doctype)
		frappe.qb.update(table).set(table.creation, when).set(table.modified, when).run()
	versions = frappe.qb.DocType("Version")
	(
		frappe.qb.update(versions)
		.set(versions.creation, when)
		.set(versions.modified, when)
		.where(versions.ref_doctype.isin(["ISO Agency", "ISO Department"]))
	).run()


def _names(people: dict, rng: random.Random):
	"""Full names without end, none twice."""
	used: set[str] = set()
	while True:
		side = people[rng.choice(("men", "women"))]
		parts = (people["family"], side["middle"], side["given"])
		name = " ".join(rng.choice(part) for part in parts)
		if name not in used:
			used.add(name)
			yield name
