"""How far each audit is: checklists closed, lines assessed, findings by level."""

from collections import Counter, defaultdict

import frappe
from frappe import _

from iso_qms.records.report_columns import choice, column, count, link


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict], None, dict]:
	"""Columns, rows and a chart of audits by state; filters: agency, year."""
	rows = _rows(frappe._dict(filters or {}))
	return _columns(), rows, None, _chart(rows)


def _columns() -> list[dict]:
	return [
		link("name", "Audit Plan", "ISO Audit Plan"),
		link("agency", "Agency", "ISO Agency"),
		column("title", "Title", width=250),
		column("date_from", "Date From", "Date"),
		column("date_to", "Date To", "Date"),
		choice("workflow_state", "Status"),
		count("checklists", "Checklists"),
		count("closed", "Closed Checklists"),
		column("assessed", "Lines Assessed", "Percent"),
		count("major", "Major"),
		count("minor", "Minor"),
		count("observation", "Observation"),
	]


def _rows(filters: dict) -> list[dict]:
	plans = _plans(filters)
	names = [plan.name for plan in plans]
	checklists = _children("ISO Audit Checklist", "plan", names, "workflow_state")
	lines = _assessed_lines(checklists)
	findings = _children("ISO Audit Finding", "audit_plan", names, "classification")
	for plan in plans:
		sheets = checklists.get(plan.name, [])
		plan.checklists = len(sheets)
		plan.closed = sum(sheet.value == "Closed" for sheet in sheets)
		total = sum(lines[sheet.name][0] for sheet in sheets)
		done = sum(lines[sheet.name][1] for sheet in sheets)
		plan.assessed = round(100 * done / total, 1) if total else 0
		levels = Counter(finding.value for finding in findings.get(plan.name, []))
		plan.update(
			{
				"major": levels["Major"],
				"minor": levels["Minor"],
				"observation": levels["Observation"],
			}
		)
	return plans


def _plans(filters: dict) -> list[dict]:
	wanted: dict = {"agency": filters.agency} if filters.agency else {}
	if filters.year:
		wanted["date_from"] = ["between", [f"{filters.year}-01-01", f"{filters.year}-12-31"]]
	return frappe.get_list(
		"ISO Audit Plan",
		filters=wanted,
		fields=["name", "agency", "title", "date_from", "date_to", "workflow_state"],
		order_by="date_from desc",
		limit_page_length=0,
	)


def _children(doctype: str, link_field: str, plans: list[str], value: str) -> dict[str, list]:
	"""plan -> rows {name, plan, value} that the person may read."""
	if not plans or not frappe.has_permission(doctype, "read"):
		return {}
	found = defaultdict(list)
	for row in frappe.get_list(
		doctype,
		filters={link_field: ["in", plans]},
		fields=["name", f"{link_field} as plan", f"{value} as value"],
		limit_page_length=0,
	):
		found[row.plan].append(row)
	return found


def _assessed_lines(checklists: dict[str, list]) -> dict[str, tuple[int, int]]:
	"""checklist -> (lines, lines with a conclusion); only of checklists already found readable."""
	names = [sheet.name for sheets in checklists.values() for sheet in sheets]
	tally: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
	if not names:
		return tally
	for parent, finding_type in frappe.get_all(
		"ISO Audit Checklist Line",
		filters={"parenttype": "ISO Audit Checklist", "parent": ["in", names]},
		fields=["parent", "finding_type"],
		as_list=True,
	):
		lines, done = tally[parent]
		tally[parent] = (lines + 1, done + (finding_type != "Not Assessed"))
	return tally


def _chart(rows: list[dict]) -> dict | None:
	states = Counter(row.workflow_state for row in rows)
	if not states:
		return None
	return {
		"data": {
			"labels": [_(state) for state in states],
			"datasets": [{"name": _("Audits"), "values": list(states.values())}],
		},
		"type": "bar",
	}
