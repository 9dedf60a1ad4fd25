"""Which agencies really work with the system in a year, and which duties of the year they have met.

Four duties are counted: effective procedures, a completed audit, a concluded management review and
no overdue finding. Agencies that did nothing stay in the list: they are the reason for it.
"""

import frappe
from frappe.utils import getdate, nowdate

from iso_qms.records.report_columns import column, count, link

WORK = (
	"ISO Procedure",
	"ISO Audit Program",
	"ISO Audit Plan",
	"ISO Audit Checklist",
	"ISO Audit Finding",
	"ISO Management Review",
)


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
	"""Columns and one row per agency in being; filters: year (default this one), level."""
	filters = frappe._dict(filters or {})
	year = int(filters.year or getdate(nowdate()).year)
	return _columns(), _rows(year, filters.level)


def _columns() -> list[dict]:
	return [
		link("agency", "Agency", "ISO Agency", 220),
		column("level", "Agency Level", "Select"),
		count("effective", "Effective Procedures"),
		count("records", "Records of the Year"),
		count("people", "People at Work"),
		count("audits", "Completed Audits"),
		count("reviews", "Concluded Reviews"),
		count("findings", "Findings"),
		count("overdue", "Overdue Findings"),
		count("duties", "Duties Met (of 4)"),
		column("last_change", "Last Change", "Datetime", width=160),
	]


def _rows(year: int, level: str | None) -> list[dict]:
	span = ["between", [f"{year}-01-01 00:00:00", f"{year}-12-31 23:59:59"]]
	days = ["between", [f"{year}-01-01", f"{year}-12-31"]]
	effective = _counts("ISO Procedure", {"workflow_state": "Effective"})
	audits = _counts("ISO Audit Plan", {"workflow_state": "Completed", "date_from": days})
	reviews = _counts("ISO Management Review", {"workflow_state": "Concluded", "year": year})
	findings = _counts("ISO Audit Finding", {"raised_on": days})
	overdue = _counts(
		"ISO Audit Finding",
		{"workflow_state": ["not in", ["Closed", "Cancelled"]], "deadline": ["<", nowdate()]},
	)
	records, people, latest = _work(span)
	rows = []
	for agency in _agencies(level):
		name = agency.name
		row = frappe._dict(agency=name, level=agency.level, last_change=latest.get(name))
		row.update(
			effective=effective.get(name, 0),
			audits=audits.get(name, 0),
			reviews=reviews.get(name, 0),
		)
		row.update(findings=findings.get(name, 0), overdue=overdue.get(name, 0))
		row.update(records=records.get(name, 0), people=len(people.get(name, ())))
		row.duties = sum(
			(
				row.effective > 0,
				row.audits > 0,
				row.reviews > 0,
				bool(row.records) and not row.overdue,
			)
		)
		rows.append(row)
	return sorted(rows, key=lambda row: (-row.duties, -row.records, row.agency))


def _agencies(level: str | None) -> list[dict]:
	filters: dict = {"level": level} if level else {}
	agencies = frappe.get_list(
		"ISO Agency", filters=filters, fields=["name", "level", "valid_to"], limit_page_length=0
	)
	today = getdate(nowdate())
	return [
		agency
		for agency in agencies
		if not agency.valid_to or getdate(agency.valid_to) >= today
	]


def _counts(doctype: str, filters: dict) -> dict[str, int]:
	rows = frappe.get_list(
		doctype,
		filters=filters,
		fields=["agency", "count(name) as number"],
		group_by="agency",
		limit_page_length=0,
	)
	return {row.agency: row.number for row in rows}


def _work(span: list) -> tuple[dict[str, int], dict[str, set[str]], dict]:
	"""Per agency: records changed in the year, the people who changed them, the latest change."""
	records: dict[str, int] = {}
	people: dict[str, set[str]] = {}
	latest: dict = {}
	for doctype in WORK:
		for row in frappe.get_list(
			doctype,
			filters={"modified": span},
			fields=[
				"agency",
				"modified_by",
				"count(name) as number",
				"max(modified) as latest",
			],
			group_by="agency, modified_by",
			limit_page_length=0,
		):
			records[row.agency] = records.get(row.agency, 0) + row.number
			people.setdefault(row.agency, set()).add(row.modified_by)
			latest[row.agency] = max(latest.get(row.agency) or row.latest, row.latest)
	return records, people, latest
