"""Loads the editions of standards that ship with the app.

Only what is missing is inserted: a clause that a province has reworded stays as it is.
"""

import json
from pathlib import Path

import frappe

DATA = Path(__file__).parent / "data"


def seed_standards() -> int:
	"""Insert every missing standard and clause of the files in `data`; the number inserted."""
	return sum(
		_seed_edition(json.loads(path.read_text("utf-8")))
		for path in sorted(DATA.glob("*.json"))
	)


def _seed_edition(edition: dict) -> int:
	code = edition["standard"]["standard_code"]
	inserted = 0
	if not frappe.db.exists("ISO Standard", code):
		_insert({"doctype": "ISO Standard", **edition["standard"]})
		inserted += 1
	groups = {_parent_no(row["clause_no"]) for row in edition["clauses"]}
	for row in edition["clauses"]:
		if frappe.db.exists("ISO Clause", f"{code}-{row['clause_no']}"):
			continue
		_insert(_clause_doc(code, row, row["clause_no"] in groups))
		inserted += 1
	return inserted


def _clause_doc(code: str, row: dict, is_group: bool) -> dict:
	parent = _parent_no(row["clause_no"])
	return {
		"doctype": "ISO Clause",
		"standard": code,
		"clause_no": row["clause_no"],
		"title": row["title"],
		"title_vi": row["title_vi"],
		"parent_iso_clause": f"{code}-{parent}" if parent else None,
		"is_group": int(is_group),
		"is_auditable": int(bool(row.get("questions"))),
		"requirement_summary": row.get("requirement_summary"),
		"questions": [{"question": question} for question in row.get("questions", [])],
	}


def _parent_no(clause_no: str) -> str:
	return clause_no.rpartition(".")[0]


def _insert(fields: dict) -> None:
	# Setup runs before anybody holds a role, so the rights of the session mean nothing here.
	frappe.get_doc(fields).insert(ignore_permissions=True)
