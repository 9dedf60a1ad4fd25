"""What waits for a person: decisions, tasks, and actions of theirs that are late or soon due.

Everything is read as that person, so that nobody is told of a record that is closed to them.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_days, get_url_to_form, strip_html

SOON = 7  # days ahead
MANY = 50  # of each kind; the rest is on the home page


@dataclass(frozen=True)
class Item:
	"""One line: what kind of work, which record, by when."""

	kind: str
	title: str
	doctype: str
	name: str
	due: date | None = None

	@property
	def link(self) -> str:
		return get_url_to_form(self.doctype, self.name)

	def is_late(self, today: date) -> bool:
		return bool(self.due) and self.due < today


def waiting_for(user: str, today: date) -> list[Item]:
	"""Late work first, then by date, then what has none; `user` is the signed-in person."""
	found = {
		(item.doctype, item.name): item
		for read in (_tasks, _actions_of_reviews, _actions_of_findings, _decisions)
		for item in read(user, add_days(today, SOON))
	}
	return sorted(found.values(), key=lambda item: (item.due or date.max, item.kind, item.name))


def _decisions(user: str, until: Any) -> list[Item]:
	"""Records in a state that only somebody with one of the person's roles moves on."""
	if not frappe.has_permission("Workflow Action", "read"):
		return []
	rows = frappe.get_list(
		"Workflow Action",
		filters={"status": "Open"},
		fields=["reference_doctype", "reference_name"],
		order_by="creation desc",
		limit_page_length=MANY,
	)
	return [
		Item(_("Waits for your decision"), _title(row), row.reference_doctype, row.reference_name)
		for row in rows
		if _may_read(row.reference_doctype, row.reference_name)
	]


def _tasks(user: str, until: Any) -> list[Item]:
	rows = frappe.get_list(
		"ToDo",
		filters={"status": "Open", "allocated_to": user, "date": ["<=", until]},
		fields=["name", "description", "reference_type", "reference_name", "date"],
		limit_page_length=MANY,
	)
	found = []
	for row in rows:
		place = (row.reference_type or "ToDo", row.reference_name or row.name)
		found.append(Item(_("Task"), strip_html(row.description or ""), *place, row.date))
	return found


def _actions_of_findings(user: str, until: Any) -> list[Item]:
	if not frappe.has_permission("ISO Audit Finding", "read"):
		return []
	rows = frappe.get_all(
		"ISO Finding Action",
		filters={
			"parenttype": "ISO Audit Finding",
			"responsible": ["in", _staff_of(user)],
			"done_on": ["is", "not set"],
			"due_date": ["<=", until],
		},
		fields=["parent", "due_date"],
		order_by="due_date desc",
		limit_page_length=MANY,
	)
	due = {row.parent: row.due_date for row in rows}
	readable = frappe.get_list(
		"ISO Audit Finding",
		filters={
			"name": ["in", list(due) or [""]],
			"workflow_state": ["not in", ["Closed", "Cancelled"]],
		},
		pluck="name",
	)
	kind = _("Corrective action of yours")
	return [Item(kind, name, "ISO Audit Finding", name, due[name]) for name in readable]


def _actions_of_reviews(user: str, until: Any) -> list[Item]:
	if not frappe.has_permission("ISO Review Action", "read"):
		return []
	rows = frappe.get_list(
		"ISO Review Action",
		filters={
			"responsible": ["in", _staff_of(user)],
			"status": ["in", ["Open", "In Progress"]],
			"due_date": ["<=", until],
		},
		fields=["name", "due_date"],
		limit_page_length=MANY,
	)
	kind = _("Task of a management review")
	return [Item(kind, row.name, "ISO Review Action", row.name, row.due_date) for row in rows]


def _staff_of(user: str) -> list[str]:
	return frappe.get_all("ISO Staff Member", {"user": user}, pluck="name") or [""]


def _title(row: Any) -> str:
	"""The record's title beside its code."""
	field = frappe.get_meta(row.reference_doctype).get_title_field()
	if field == "name":
		return row.reference_name
	title = frappe.db.get_value(row.reference_doctype, row.reference_name, field)
	return f"{row.reference_name}: {title}" if title else row.reference_name


def _may_read(doctype: str, name: str) -> bool:
	return bool(
		frappe.db.exists(doctype, name) and frappe.has_permission(doctype, "read", doc=name)
	)
