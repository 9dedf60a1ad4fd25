"""Makes agencies, departments and people for tests, with sensible defaults; call as Administrator.

Every factory answers a saved document. Names carry a counter, so factories never collide.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import frappe

from iso_qms.access.scope import clear_scopes

TEST_PASSWORD = "Thu-nghiem-4711"


def _serial() -> str:
	return frappe.generate_hash(length=8).upper()


@contextmanager
def as_user(user: str) -> Iterator[None]:
	"""Act as another user, and come back whatever happens."""
	before = frappe.session.user
	frappe.set_user(user)
	try:
		yield
	finally:
		frappe.set_user(before)


def make_agency(parent: str | None = None, **values: Any) -> Any:
	"""An agency; give `is_group=1` to one that shall have others below it."""
	serial = _serial()
	doc = frappe.get_doc(
		{
			"doctype": "ISO Agency",
			"agency_name": f"Uỷ ban nhân dân xã {serial}",
			"agency_code": f"T{serial}",
			"level": "Commune",
			"obligation": "Encouraged",
			"parent_iso_agency": parent,
			**values,
		}
	).insert()
	clear_scopes()
	return doc


def make_department(agency: str, **values: Any) -> Any:
	"""A department of an agency."""
	serial = _serial()
	return frappe.get_doc(
		{
			"doctype": "ISO Department",
			"department_name": f"Phòng {serial}",
			"code": serial,
			"agency": agency,
			**values,
		}
	).insert()


def make_staff(agency: str, *roles: str, account: bool = True, **values: Any) -> Any:
	"""A staff member, with an open account unless told otherwise; `doc.user` signs in."""
	serial = _serial().lower()
	# Frappe refuses more than 60 new users an hour unless they are imported.
	in_import, frappe.flags.in_import = frappe.flags.in_import, True
	try:
		doc = frappe.get_doc(
			{
				"doctype": "ISO Staff Member",
				"full_name": f"Nguyễn Văn {serial}",
				"position_title": "Chuyên viên",
				"email": f"{serial}@example.org",
				"agency": agency,
				"account_status": "Active" if account else "No Account",
				"roles": [{"role": role} for role in roles],
				**values,
			}
		).insert()
	finally:
		frappe.flags.in_import = in_import
	clear_scopes()
	return doc


def make_user(agency: str, *roles: str, **values: Any) -> str:
	"""The user name of a new staff member of `agency` holding `roles`."""
	return make_staff(agency, *roles, **values).user


def make_site_user(*roles: str, user_type: str = "System User") -> str:
	"""An account without a staff record, for example a citizen's."""
	email = f"{_serial().lower()}@example.org"
	in_import, frappe.flags.in_import = frappe.flags.in_import, True
	try:
		frappe.get_doc(
			{
				"doctype": "User",
				"email": email,
				"first_name": email,
				"enabled": 1,
				"user_type": user_type,
				"send_welcome_email": 0,
				"roles": [{"role": role} for role in roles],
			}
		).insert(ignore_permissions=True)  # made by the test, for the site
	finally:
		frappe.flags.in_import = in_import
	return email
