"""Counts what is late, for number cards: a date passes by itself, so nothing stored can tell."""

import frappe
from frappe.utils import nowdate


@frappe.whitelist()
def count_findings(filters: str | dict | list | None = None) -> dict:
	"""Findings past their deadline and not closed, as far as the person may read."""
	return _card(
		"ISO Audit Finding",
		{"workflow_state": ["not in", ["Closed", "Cancelled"]], "deadline": ["<", nowdate()]},
	)


@frappe.whitelist()
def count_review_actions(filters: str | dict | list | None = None) -> dict:
	"""Actions of management reviews past their date and not done."""
	return _card(
		"ISO Review Action",
		{"status": ["in", ["Open", "In Progress"]], "due_date": ["<", nowdate()]},
	)


def _card(doctype: str, filters: dict) -> dict:
	"""What a number card of the type Custom shows, and the list that opens behind it.

	Nothing for whoever may not read such records: a page of figures must not end in a refusal.
	"""
	if not frappe.has_permission(doctype):
		return {"value": None, "fieldtype": "Int"}
	value = len(frappe.get_list(doctype, filters=filters, pluck="name", limit_page_length=0))
	return {
		"value": value,
		"fieldtype": "Int",
		"route": ["List", doctype, "List"],
		"route_options": filters,
	}
