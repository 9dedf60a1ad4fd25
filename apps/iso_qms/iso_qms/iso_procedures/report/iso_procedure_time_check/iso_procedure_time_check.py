"""Procedures whose steps together are compared with the legal time limit, the slowest first."""

import frappe

from iso_qms.iso_procedures.time_check import to_hours
from iso_qms.records.report_columns import choice, column, link


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
	"""Columns and rows; filters: agency, time_check, workflow_state."""
	return _columns(), _rows(frappe._dict(filters or {}))


def _columns() -> list[dict]:
	return [
		link("name", "Procedure", "ISO Procedure", 200),
		link("agency", "Agency", "ISO Agency"),
		column("title", "Title", width=300),
		choice("workflow_state", "Status"),
		column("limit_hours", "Limit (Hours)", "Float"),
		column("total_hours", "Sum of Step Times (Hours)", "Float"),
		column("excess_hours", "Over by (Hours)", "Float"),
		choice("time_check", "Time Check"),
	]


def _rows(filters: dict) -> list[dict]:
	wanted = {
		key: filters[key]
		for key in ("agency", "time_check", "workflow_state")
		if filters.get(key)
	}
	wanted.setdefault("workflow_state", ["!=", "Superseded"])
	rows = frappe.get_list(
		"ISO Procedure",
		filters=wanted,
		fields=[
			"name",
			"agency",
			"title",
			"workflow_state",
			"time_limit",
			"time_unit",
			"total_hours",
			"time_check",
		],
		limit_page_length=0,
	)
	for row in rows:
		row.limit_hours = to_hours(row.time_limit or 0, row.time_unit) if row.time_unit else 0
		row.excess_hours = (
			max((row.total_hours or 0) - row.limit_hours, 0) if row.limit_hours else 0
		)
	return sorted(rows, key=lambda row: (-row.excess_hours, row.name))
