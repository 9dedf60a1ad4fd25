"""What became of the decisions of management reviews; the most late first."""

import frappe
from frappe.utils import cint, date_diff, nowdate

from iso_qms.records.report_columns import choice, column, count, link


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
	"""Columns and rows; filters: agency, status, overdue (1: only late ones)."""
	return _columns(), _rows(frappe._dict(filters or {}))


def _columns() -> list[dict]:
	return [
		link("name", "Review Action", "ISO Review Action"),
		link("agency", "Agency", "ISO Agency"),
		link("review", "Management Review", "ISO Management Review"),
		column("decision", "Decision", width=300),
		link("responsible", "Responsible Person", "ISO Staff Member"),
		column("due_date", "Due Date", "Date"),
		choice("status", "Status"),
		count("days_late", "Days Late"),
		column("result", "Result", width=250),
	]


def _rows(filters: dict) -> list[dict]:
	rows = frappe.get_list(
		"ISO Review Action",
		filters={key: filters[key] for key in ("agency", "status") if filters.get(key)},
		fields=[
			"name",
			"agency",
			"review",
			"decision",
			"responsible",
			"due_date",
			"status",
			"result",
			"done_on",
		],
		limit_page_length=0,
	)
	for row in rows:
		row.days_late = _days_late(row)
	if cint(filters.overdue):
		rows = [row for row in rows if row.days_late and row.status in ("Open", "In Progress")]
	return sorted(rows, key=lambda row: (-row.days_late, str(row.due_date), row.name))


def _days_late(row: dict) -> int:
	"""Days past the date: until it was done, or until today; a cancelled action is not late."""
	if row.status == "Cancelled":
		return 0
	return max(date_diff(row.done_on or nowdate(), row.due_date), 0)
