"""Leads an office through its audits, from last year's to the one under way.

Decides which audits are held and what each finds; findings.py tells what becomes of a finding.
"""

from datetime import timedelta
from typing import Any

import frappe

from iso_qms.demo.findings import follow_findings, make_other_findings, raise_findings
from iso_qms.demo.moments import Clock
from iso_qms.demo.programs import complete_program, draft_program, make_program
from iso_qms.demo.sheets import DESKS, Audit, fill, make_checklist, make_plan, send_up, start
from iso_qms.demo.world import Place

# Half of the lines of a checklist that is being filled are still open.
HALF = 2
# Pace -> what the audit of last year, the second one and the one under way found.
LAST = {
	"full": {
		"chief": [("documents", "closed"), ("archive", "closed")],
		"second_chief": [("posting", "closed_late")],
	},
	"steady": {"chief": [("documents", "closed")], "second_chief": [("queue", "closed")]},
	"late": {"chief": [("documents", "closed_late")], "second_chief": [("posting", "overdue")]},
	"stopped": {
		"chief": [("documents", "closed"), ("control_sheet", "overdue")],
		"second_chief": [("competence", "waiting")],
	},
}
SECOND = {
	"full": {
		"chief": [("documents_again", "rejected"), ("control_sheet", "waiting")],
		"second_chief": [
			("steps", "overdue"),
			("competence", "verified"),
			("queue", "cancelled"),
		],
	},
	"steady": {
		"chief": [("control_sheet", "closed")],
		"second_chief": [("competence", "waiting")],
	},
	"late": {
		"chief": [("documents_again", "overdue")],
		"second_chief": [("steps", "extended")],
	},
}
RUNNING = {"chief": [("control_sheet", "issued")], "second_chief": []}


def make_audits(place: Place) -> None:
	"""Programs of the years, with their audits and what became of the findings."""
	pace, year = place.office.pace, place.world.year
	programs = {year.last_audit.year: make_program(place, year.last_audit)}
	rounds = [Audit(place, "", year.last_audit, 1, LAST[pace])]
	if pace in SECOND:
		rounds.append(Audit(place, "", year.second_audit, 2, SECOND[pace]))
	for audit in rounds:
		number = audit.first_day.year
		if number not in programs:
			programs[number] = make_program(place, audit.first_day)
		audit.program = programs[number]
		_hold(audit)
	if pace == "stopped":
		return
	if year.number not in programs:
		programs[year.number] = make_program(place, year.today)
	complete_program(place, programs[year.last_audit.year], rounds)
	make_other_findings(place)
	_make_current(place, programs[year.number])


def _hold(audit: Audit) -> None:
	"""A whole audit: planned, held, concluded, its findings followed up."""
	place, acts = audit.place, audit.place.world.acts
	clock = place.clock(audit.first_day - timedelta(days=18))
	make_plan(audit, clock)
	send_up(place, clock, audit.plan)
	clock = place.morning(audit.first_day)
	start(audit, clock)
	findings = []
	for desk in DESKS:
		sheet = make_checklist(audit, desk, clock)
		fill(audit, sheet, desk, clock)
		findings += raise_findings(audit, sheet, desk, clock)
		acts.move(clock.tick(0), audit.auditor(desk)[1], sheet, "Send to Lead")
		if desk == "chief" and place.office.pace == "full":
			_send_back(audit, sheet, clock)
		acts.move(clock.tick(0), place.user("lead"), sheet, "Close")
	acts.move(clock.tick(3), place.user("lead"), audit.plan, "Complete")
	follow_findings(place, findings)


def _send_back(audit: Audit, sheet: Any, clock: Clock) -> None:
	place, acts = audit.place, audit.place.world.acts
	reason = place.world.source.audits["reopen_reason"]
	acts.move(clock.tick(0), place.user("lead"), sheet, "Reopen", reason)
	auditor = audit.auditor("chief")[1]
	acts.change(
		clock.tick(0), auditor, sheet, strengths=place.world.source.audits["strengths"]
	)
	acts.move(clock.tick(0), auditor, sheet, "Send to Lead")


def _make_current(place: Place, program: str) -> None:
	"""What is going on now: audits under way, being planned, or returned; the next program."""
	year, pace = place.world.year, place.office.pace
	returned = pace == "late" and not _exists("Draft")
	if pace == "full" or (pace == "late" and not returned):
		lent = pace == "full"
		_run_now(Audit(place, program, year.running_audit(), 3, RUNNING, with_lent=lent))
	if pace != "late" or returned:
		_plan_next(place, program, returned)
	draft_program(place)


def _plan_next(place: Place, program: str, returned: bool) -> None:
	"""The audit after this one, as far as its approval has come."""
	year, is_full = place.world.year, place.office.pace == "full"
	audit = Audit(place, program, year.ahead(35 if is_full else 14), 4 if is_full else 3)
	clock = place.clock(place.ago(9))
	make_plan(audit, clock)
	if returned:
		acts, reason = place.world.acts, place.world.source.audits["rejected_plan"]
		acts.move(clock.tick(1), place.user("secretary"), audit.plan, "Send for Review")
		acts.move(clock.tick(1), place.user("representative"), audit.plan, "Return", reason)
		return
	later = "Confirm Review" if _exists("Approved") else "Approve"
	send_up(place, clock, audit.plan, "Send for Review" if is_full else later)


def _exists(state: str) -> bool:
	return bool(frappe.db.exists("ISO Audit Plan", {"workflow_state": state}))


def _run_now(audit: Audit) -> None:
	"""Begun yesterday: with a lent auditor the lines are half done, else one sheet is with the lead."""
	place = audit.place
	clock = place.clock(audit.first_day - timedelta(days=12))
	make_plan(audit, clock)
	send_up(place, clock, audit.plan)
	clock = place.morning(audit.first_day)
	start(audit, clock)
	sheet = make_checklist(audit, "chief", clock)
	fill(audit, sheet, "chief", clock, HALF if audit.with_lent else 1)
	follow_findings(place, raise_findings(audit, sheet, "chief", clock))
	make_checklist(audit, "second_chief", clock)
	if not audit.with_lent:
		user = audit.auditor("chief")[1]
		place.world.acts.move(clock.tick(0), user, sheet, "Send to Lead")
