"""Whom a shipped notification reminds of a record: its own people, of its own agency.

Notifications name roles on stock Frappe without asking who may read the record, so that a role would tell every
agency. These addresses go into the copies of a notification instead: `{{ iso_people_to_remind(doc) }}`.
"""

import frappe
from frappe.model.document import Document

from iso_qms.access.roles import SECRETARY

# Rows and fields that name who has to do something.
RESPONSIBLE = {"ISO Audit Finding": "actions"}


def iso_people_to_remind(doc: Document) -> str:
	"""Addresses of who is responsible and of the agency's secretaries, those only who may read the record."""
	staff = {*_responsible(doc), *_secretaries(doc.get("agency"))}
	users = frappe.get_all(
		"ISO Staff Member",
		{"name": ["in", sorted(staff) or [""]], "account_status": "Active", "user": ["is", "set"]},
		pluck="user",
	)
	readers = {
		user for user in users if frappe.has_permission(doc.doctype, "read", doc=doc, user=user)
	}
	emails = frappe.get_all(
		"User",
		{"name": ["in", sorted(readers) or [""]], "enabled": 1},
		pluck="email",
		order_by="name",
	)
	return ",".join(emails)


def _responsible(doc: Document) -> list[str]:
	rows = doc.get(RESPONSIBLE.get(doc.doctype, "")) or []
	named = [row.responsible for row in rows if not row.get("done_on")]
	return [name for name in (*named, doc.get("responsible")) if name]


def _secretaries(agency: str | None) -> list[str]:
	"""Staff records of the agency that hold the secretary's role."""
	holders = frappe.get_all(
		"ISO Staff Role", {"role": SECRETARY, "parenttype": "ISO Staff Member"}, pluck="parent"
	)
	return frappe.get_all(
		"ISO Staff Member", {"name": ["in", holders or [""]], "agency": agency}, pluck="name"
	)
