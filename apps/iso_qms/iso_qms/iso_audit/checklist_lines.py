"""Fills the lines of an audit checklist from clauses and from the procedures of the department."""

import frappe
from frappe import _

from iso_qms.iso_audit.clauses import auditable_clauses, parse_clause_list


def numbers_for_department(plan, department: str) -> list[str]:
	"""Clause numbers that the timetable plans for the department; empty means all of them."""
	return [
		number
		for row in plan.timetable
		if row.department == department
		for number in parse_clause_list(row.clauses)
	]


def add_clause_lines(checklist, standard: str, numbers: list[str]) -> int:
	"""One line per question of each clause asked in audits; the number of lines added."""
	clauses = auditable_clauses(standard, numbers)
	questions = _questions_by_clause([clause.name for clause in clauses])
	present = {(row.clause, row.question) for row in checklist.lines}
	added = 0
	for clause in clauses:
		for question in questions.get(clause.name) or [clause.display_title]:
			if (clause.name, question) not in present:
				checklist.append("lines", {"clause": clause.name, "question": question})
				added += 1
	return added


def add_procedure_lines(checklist) -> int:
	"""One line per effective procedure of the department that the person may read.

	An auditor lent by another agency reads none of them; the lead auditor adds these lines.
	"""
	present = {row.procedure for row in checklist.lines}
	procedures = frappe.get_list(
		"ISO Procedure",
		filters={
			"agency": checklist.agency,
			"department": checklist.department,
			"workflow_state": "Effective",
		},
		fields=["name", "code", "title"],
		order_by="code asc",
		limit_page_length=0,
	)
	missing = [procedure for procedure in procedures if procedure.name not in present]
	for procedure in missing:
		question = _("Is procedure {0} carried out as written, within its time?").format(
			f"{procedure.code} {procedure.title}"
		)
		checklist.append("lines", {"procedure": procedure.name, "question": question})
	return len(missing)


def _questions_by_clause(clauses: list[str]) -> dict[str, list[str]]:
	if not clauses:
		return {}
	rows = frappe.get_all(
		"ISO Clause Question",
		filters={"parenttype": "ISO Clause", "parent": ["in", clauses]},
		fields=["parent", "question"],
		order_by="parent asc, idx asc",
	)
	found: dict[str, list[str]] = {}
	for row in rows:
		found.setdefault(row.parent, []).append(row.question)
	return found
