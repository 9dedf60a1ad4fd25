"""Reads lists of clause numbers as people write them: "4.1, 7.5" means those and all below."""

import re

import frappe
from frappe import _


def parse_clause_list(text: str | None) -> list[str]:
	"""Clause numbers in the order written; commas, semicolons and blanks separate them."""
	return [part for part in re.split(r"[,;\s]+", text or "") if part]


def validate_clause_lists(rows: list, standard: str | None) -> None:
	"""Each number in the `clauses` of the rows must be a clause of `standard`."""
	wanted = {number for row in rows for number in parse_clause_list(row.clauses)}
	if not wanted:
		return
	known = set(
		frappe.get_all(
			"ISO Clause",
			filters={"standard": standard, "clause_no": ["in", sorted(wanted)]},
			pluck="clause_no",
		)
	)
	for row in rows:
		for number in parse_clause_list(row.clauses):
			if number not in known:
				frappe.throw(
					_("Row {0}, Clauses: {1} is not a clause of {2}.").format(
						row.idx, frappe.bold(number), standard
					)
				)


def auditable_clauses(standard: str, numbers: list[str]) -> list[dict]:
	"""Clauses asked in audits, in order: all of them, or `numbers` with everything below them."""
	clauses = frappe.get_all(
		"ISO Clause",
		filters={"standard": standard, "is_auditable": 1},
		fields=["name", "clause_no", "display_title"],
		order_by="lft asc",
	)
	if not numbers:
		return clauses
	return [
		row for row in clauses if any(_is_within(row.clause_no, number) for number in numbers)
	]


def _is_within(clause_no: str, number: str) -> bool:
	return clause_no == number or clause_no.startswith(number + ".")
