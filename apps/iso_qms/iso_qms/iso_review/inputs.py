"""The inputs of a management review (ISO 9001, clause 9.3.2) and the figures known for them."""

from collections import Counter

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

# Code -> topic; every code must be complete before a review is concluded.
TOPICS = {
	"a": "Status of actions from previous reviews",
	"b": "Changes in external and internal issues",
	"c1": "Satisfaction and feedback of interested parties",
	"c2": "Degree to which objectives are met",
	"c3": "Process performance and conformity",
	"c4": "Nonconformities and corrective actions",
	"c5": "Monitoring and measurement results",
	"c6": "Audit results",
	"c7": "Performance of external providers",
	"d": "Adequacy of resources",
	"e": "Effectiveness of actions on risks and opportunities",
	"f": "Opportunities for improvement",
}


def empty_inputs() -> list[dict]:
	"""One row per topic, in the order of the clause, in the language of the person."""
	return [{"input_code": code, "topic": _(topic)} for code, topic in TOPICS.items()]


def take_figures(agency: str, year: int, review: str) -> dict[str, str]:
	"""Input code -> sentence with counts of the agency's own records; other codes are absent."""
	return {
		"a": _figures_of_actions(agency, review),
		"c3": _figures_of_procedures(agency),
		"c4": _figures_of_findings(agency, year),
		"c6": _figures_of_audits(agency, year),
	}


def _figures_of_actions(agency: str, review: str) -> str:
	rows = frappe.get_all(
		"ISO Review Action",
		filters={"agency": agency, "review": ["!=", review]},
		fields=["status", "due_date"],
	)
	late = [
		row for row in rows if row.status in ("Open", "In Progress") and _is_past(row.due_date)
	]
	done = [row for row in rows if row.status == "Done"]
	return _("Actions of earlier reviews: {0}; done: {1}; overdue: {2}.").format(
		len(rows), len(done), len(late)
	)


def _figures_of_procedures(agency: str) -> str:
	rows = frappe.get_all(
		"ISO Procedure",
		filters={"agency": agency, "workflow_state": "Effective"},
		fields=["time_check", "review_due_on"],
	)
	slow = [row for row in rows if row.time_check == "Over Limit"]
	stale = [row for row in rows if row.review_due_on and _is_past(row.review_due_on)]
	return _(
		"Effective procedures: {0}; over the time limit: {1}; review overdue: {2}."
	).format(len(rows), len(slow), len(stale))


def _figures_of_findings(agency: str, year: int) -> str:
	rows = frappe.get_all(
		"ISO Audit Finding",
		filters={
			"agency": agency,
			"raised_on": ["between", [f"{year}-01-01", f"{year}-12-31"]],
			"workflow_state": ["not in", ["Draft", "Cancelled"]],
		},
		fields=["classification", "workflow_state", "deadline"],
	)
	levels = Counter(row.classification for row in rows)
	closed = sum(row.workflow_state == "Closed" for row in rows)
	late = sum(row.workflow_state != "Closed" and _is_past(row.deadline) for row in rows)
	return _(
		"Findings of {0}: {1} major, {2} minor, {3} observations; closed: {4}; overdue: {5}."
	).format(year, levels["Major"], levels["Minor"], levels["Observation"], closed, late)


def _figures_of_audits(agency: str, year: int) -> str:
	plans = frappe.get_all(
		"ISO Audit Plan",
		filters={
			"agency": agency,
			"date_from": ["between", [f"{year}-01-01", f"{year}-12-31"]],
		},
		fields=["name", "workflow_state"],
	)
	completed = sum(plan.workflow_state == "Completed" for plan in plans)
	checklists = (
		frappe.db.count("ISO Audit Checklist", {"plan": ["in", [plan.name for plan in plans]]})
		if plans
		else 0
	)
	return _("Audits of {0}: {1}; completed: {2}; checklists: {3}.").format(
		year, len(plans), completed, checklists
	)


def _is_past(day) -> bool:
	return bool(day) and getdate(day) < getdate(nowdate())
