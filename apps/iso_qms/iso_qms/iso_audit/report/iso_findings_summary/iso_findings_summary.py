"""Findings counted by clause, severity, department or agency, with the days they took to close."""

from collections import defaultdict

import frappe
from frappe import _
from frappe.utils import date_diff, getdate, nowdate

from iso_qms.records.report_columns import column, count

GROUPS = {
	"Clause": ("clause", "ISO Clause"),
	"Severity": ("classification", ""),
	"Department": ("department", "ISO Department"),
	"Agency": ("agency", "ISO Agency"),
}


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict], None, dict | None]:
	"""Columns, rows and a stacked chart; filters: group_by, agency, from_date, to_date."""
	filters = frappe._dict(filters or {})
	fieldname, doctype = GROUPS.get(filters.group_by or "Clause", GROUPS["Clause"])
	rows = _summarise(_findings(filters, fieldname), translated=not doctype)
	return _columns(filters.group_by or "Clause", doctype), rows, None, _chart(rows)


def _columns(group: str, doctype: str) -> list[dict]:
	return [
		column("group", group, "Link" if doctype else "Data", doctype, 260),
		count("total", "Findings"),
		count("major", "Major"),
		count("minor", "Minor"),
		count("observation", "Observation"),
		count("open", "Open"),
		count("overdue", "Overdue"),
		count("closed", "Closed"),
		count("repeated", "Repeated"),
		column("days_to_close", "Mean Days to Close", "Float"),
	]


def _findings(filters: dict, fieldname: str) -> list[dict]:
	wanted: dict = {"workflow_state": ["not in", ["Draft", "Cancelled"]]}
	if filters.agency:
		wanted["agency"] = filters.agency
	if filters.from_date or filters.to_date:
		wanted["raised_on"] = [
			"between",
			[filters.from_date or "2000-01-01", filters.to_date or nowdate()],
		]
	return frappe.get_list(
		"ISO Audit Finding",
		filters=wanted,
		fields=[
			f"{fieldname} as group_value",
			"classification",
			"workflow_state",
			"raised_on",
			"closed_on",
			"deadline",
			"repeats",
		],
		limit_page_length=0,
	)


def _summarise(findings: list[dict], *, translated: bool) -> list[dict]:
	grouped = defaultdict(list)
	for finding in findings:
		grouped[finding.group_value or ""].append(finding)
	rows = [_row(_(key) if translated else key, items) for key, items in grouped.items()]
	return sorted(rows, key=lambda row: (-row["total"], row["group"]))


def _row(group: str, findings: list[dict]) -> dict:
	closed = [finding for finding in findings if finding.workflow_state == "Closed"]
	days = [
		date_diff(getdate(finding.closed_on), finding.raised_on)
		for finding in closed
		if finding.closed_on
	]
	today = getdate(nowdate())
	late = [
		f
		for f in findings
		if f.workflow_state != "Closed" and f.deadline and getdate(f.deadline) < today
	]
	return frappe._dict(
		group=group,
		total=len(findings),
		major=sum(finding.classification == "Major" for finding in findings),
		minor=sum(finding.classification == "Minor" for finding in findings),
		observation=sum(finding.classification == "Observation" for finding in findings),
		open=len(findings) - len(closed),
		overdue=len(late),
		closed=len(closed),
		repeated=sum(bool(finding.repeats) for finding in findings),
		days_to_close=round(sum(days) / len(days), 1) if days else None,
	)


def _chart(rows: list[dict]) -> dict | None:
	top = rows[:12]
	if not top:
		return None
	return {
		"data": {
			"labels": [row.group or _("Not Set") for row in top],
			"datasets": [
				{"name": _(label), "values": [row[fieldname] for row in top]}
				for fieldname, label in (
					("major", "Major"),
					("minor", "Minor"),
					("observation", "Observation"),
				)
			],
		},
		"type": "bar",
		"barOptions": {"stacked": 1},
	}
