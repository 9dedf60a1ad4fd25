"""Writes audit programs, plans and checklists of an office, from last year's to the one under way.

What an audit found is told by findings.py; here is decided when, by whom and in which department.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import frappe
from frappe.utils import add_days

from iso_qms.demo.findings import follow_findings, make_other_findings, raise_findings
from iso_qms.demo.moments import Clock, next_working_day
from iso_qms.demo.world import STANDARD, Place

DESKS = ("chief", "second_chief")
# Half of the lines of a checklist that is being filled are still open.
HALF = 2
# From this month on the program of the next year is written.
AUTUMN = 9


@dataclass
class Audit:
	"""One internal audit. found: desk -> (text of findings, its story) in order."""

	place: Place
	program: str
	first_day: date
	round: int
	found: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
	with_lent: bool = False
	plan: Any = None

	@property
	def last_day(self) -> date:
		"""An audit takes two working days."""
		return next_working_day(self.first_day)

	def auditor(self, desk: str) -> tuple[str, str]:
		"""Staff record and account of whoever audits the department of `desk`."""
		office = self.place.office
		if desk == "chief":
			return office.staff["auditor"], office.users["auditor"]
		if self.with_lent:
			return self.place.world.lent
		return office.staff["lead"], office.users["lead"]


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
	programs = {year.last_audit.year: _make_program(place, year.last_audit)}
	rounds = [Audit(place, "", year.last_audit, 1, LAST[pace])]
	if pace in SECOND:
		rounds.append(Audit(place, "", year.second_audit, 2, SECOND[pace]))
	for audit in rounds:
		number = audit.first_day.year
		if number not in programs:
			programs[number] = _make_program(place, audit.first_day)
		audit.program = programs[number]
		_hold(audit)
	if pace == "stopped":
		return
	if year.number not in programs:
		programs[year.number] = _make_program(place, year.today)
	_complete_program(place, programs[year.last_audit.year], rounds)
	make_other_findings(place)
	_make_current(place, programs[year.number])


def _make_program(place: Place, first_day: date) -> str:
	"""The program of a year: written in winter, reviewed, approved and announced."""
	earliest = max(date(first_day.year, 1, 8), place.world.year.beginning)
	clock = place.clock(max(earliest, first_day - timedelta(days=120)))
	doc = _insert_program(place, clock, first_day)
	_send_up(place, clock, doc)
	place.world.acts.change(
		clock.tick(2), place.user("secretary"), doc, notified_on=clock.now.date()
	)
	return doc.name


def _insert_program(place: Place, clock: Clock, first_day: date, addition: str = "") -> Any:
	texts = place.world.source.audits["program"]
	values = {key: text.format(year=first_day.year) for key, text in texts.items()}
	values["title"] += addition
	return place.world.acts.insert(
		clock.tick(0),
		place.user("secretary"),
		doctype="ISO Audit Program",
		agency=place.office.code,
		year=first_day.year,
		standard=STANDARD,
		items=[_item(place, desk, first_day) for desk in DESKS],
		**values,
	)


def _item(place: Place, desk: str, first_day: date) -> dict:
	return {
		"department": place.office.desk(desk),
		"process_name": "Giải quyết thủ tục hành chính; kiểm soát tài liệu, hồ sơ",
		"clauses": place.world.source.audits["clauses"][desk],
		"planned_from": first_day,
		"planned_to": min(add_days(first_day, 5), date(first_day.year, 12, 31)),
		"lead_auditor": place.office.staff["lead"],
	}


def _send_up(place: Place, clock: Clock, doc: Any, until: str = "Approve") -> None:
	"""Secretary, representative, head."""
	steps = {
		"Send for Review": "secretary",
		"Confirm Review": "representative",
		"Approve": "head",
	}
	for action, key in steps.items():
		place.world.acts.move(clock.tick(1), place.user(key), doc, action)
		if action == until:
			return


def _complete_program(place: Place, program: str, audits: list[Audit]) -> None:
	"""Last year's program ends some weeks after its last audit."""
	last = max(audit.first_day for audit in audits if audit.program == program)
	doc = frappe.get_doc("ISO Audit Program", program)
	clock = place.clock(last)
	place.world.acts.move(clock.tick(20), place.user("representative"), doc, "Complete")


def _hold(audit: Audit) -> None:
	"""A whole audit: planned, held, concluded, its findings followed up."""
	place, acts = audit.place, audit.place.world.acts
	clock = place.clock(audit.first_day - timedelta(days=18))
	make_plan(audit, clock)
	_send_up(place, clock, audit.plan)
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


def make_plan(audit: Audit, clock: Clock) -> None:
	"""The secretary writes the plan, with its team and timetable."""
	place, texts = audit.place, audit.place.world.source.audits["plan"]
	office, day = place.office, audit.first_day
	names = frappe.get_all(
		"ISO Department",
		filters={"name": ["in", [office.desk(desk) for desk in DESKS]]},
		pluck="department_name",
	)
	audit.plan = place.world.acts.insert(
		clock.tick(0),
		place.user("secretary"),
		doctype="ISO Audit Plan",
		agency=office.code,
		title=texts["title"].format(round=audit.round, year=day.year),
		program=audit.program,
		audit_no=audit.round,
		standard=STANDARD,
		date_from=day,
		date_to=audit.last_day,
		purpose=texts["purpose"],
		scope=texts["scope"].format(departments="; ".join(names)),
		criteria=texts["criteria"],
		opening_meeting=f"{day} 07:30:00",
		closing_meeting=f"{audit.last_day} 16:00:00",
		team=_team(audit),
		timetable=_timetable(audit, names),
	)


def _team(audit: Audit) -> list[dict]:
	office = audit.place.office
	team = [
		{"staff_member": office.staff["lead"], "team_role": "Lead Auditor"},
		{"staff_member": office.staff["auditor"], "team_role": "Auditor"},
	]
	if audit.with_lent:
		team.append({"staff_member": audit.place.world.lent[0], "team_role": "Auditor"})
	return team


def _timetable(audit: Audit, names: list[str]) -> list[dict]:
	texts = audit.place.world.source.audits
	rows = [_row(audit.first_day, "07:30:00", "08:00:00", texts["plan"]["opening"])]
	hours = (("08:00:00", "11:00:00"), ("13:30:00", "16:30:00"))
	for desk, (start, end) in zip(DESKS, hours, strict=True):
		department = audit.place.office.desk(desk)
		name = frappe.db.get_value("ISO Department", department, "department_name")
		row = _row(
			audit.first_day, start, end, texts["plan"]["activity"].format(department=name)
		)
		row.update({"department": department, "clauses": texts["clauses"][desk]})
		rows.append({**row, "auditor": audit.auditor(desk)[0]})
	return [*rows, _row(audit.last_day, "16:00:00", "17:00:00", texts["plan"]["closing"])]


def _row(day: date, start: str, end: str, activity: str) -> dict:
	return {"audit_date": day, "time_from": start, "time_to": end, "activity": activity}


def start(audit: Audit, clock: Clock) -> None:
	"""The lead auditor opens the audit on its first morning."""
	audit.place.world.acts.move(
		clock.tick(0), audit.place.user("lead"), audit.plan, "Start Audit"
	)


def make_checklist(audit: Audit, desk: str, clock: Clock) -> Any:
	"""An empty checklist with the questions of its clauses and procedures."""
	person, user = audit.auditor(desk)
	# A lent auditor does not read the staff of the agency and names nobody of it.
	host = "" if user == audit.place.world.lent[1] else audit.place.office.staff[desk]
	sheet = audit.place.world.acts.insert(
		clock.tick(0),
		user,
		doctype="ISO Audit Checklist",
		plan=audit.plan.name,
		department=audit.place.office.desk(desk),
		auditor=person,
		audit_date=audit.first_day,
		auditee_rep=host or None,
	)
	audit.place.world.acts.call(clock.tick(0), user, sheet, "fill_lines")
	if not host:
		lead = audit.place.user("lead")
		audit.place.world.acts.call(clock.tick(0), lead, sheet, "fill_lines")
	return sheet


def fill(audit: Audit, sheet: Any, desk: str, clock: Clock, part: int = 1) -> None:
	"""The auditor records the lines; with `part` 2 only the first half, the rest stays open."""
	texts, rng = audit.place.world.source.audits, audit.place.world.rng
	user = audit.auditor(desk)[1]
	audit.place.world.acts.move(clock.tick(0), user, sheet, "Start Recording")

	def record(fresh: Any) -> None:
		for row in fresh.lines[: len(fresh.lines) // part]:
			row.finding_type = "Conforming"
			row.evidence = rng.choice(texts["conforming"])
			row.sampled_dossiers = texts["sampled"] if row.procedure else None
		if part == 1:
			fresh.strengths, fresh.conclusion = texts["strengths"], texts["conclusion"]

	audit.place.world.acts.save(clock.tick(0), user, sheet, record)


def _make_current(place: Place, program: str) -> None:
	"""What is going on now: audits under way, being planned, or returned; the next program."""
	year, pace = place.world.year, place.office.pace
	returned = pace == "late" and not _exists("Draft")
	if pace == "full" or (pace == "late" and not returned):
		lent = pace == "full"
		_run_now(Audit(place, program, year.running_audit(), 3, RUNNING, with_lent=lent))
	if pace != "late" or returned:
		_plan_next(place, program, returned)
	_draft_program(place)


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
	_send_up(place, clock, audit.plan, "Send for Review" if is_full else later)


def _exists(state: str) -> bool:
	return bool(frappe.db.exists("ISO Audit Plan", {"workflow_state": state}))


def _draft_program(place: Place) -> None:
	"""In autumn next year's program, before that an additional one of this year."""
	today, pace = place.world.year.today, place.office.pace
	autumn = today.month >= AUTUMN
	day = date(today.year + 1, 3, 10) if autumn else min(today, date(today.year, 12, 1))
	clock = place.clock(place.ago(6))
	doc = _insert_program(place, clock, day, "" if autumn else " (bổ sung)")
	if pace == "full":
		_send_up(place, clock, doc, "Send for Review")
	elif pace == "steady":
		_send_up(place, clock, doc, "Confirm Review")


def _run_now(audit: Audit) -> None:
	"""Begun yesterday: with a lent auditor the lines are half done, else one sheet is with the lead."""
	place = audit.place
	clock = place.clock(audit.first_day - timedelta(days=12))
	make_plan(audit, clock)
	_send_up(place, clock, audit.plan)
	clock = place.morning(audit.first_day)
	start(audit, clock)
	sheet = make_checklist(audit, "chief", clock)
	fill(audit, sheet, "chief", clock, HALF if audit.with_lent else 1)
	follow_findings(place, raise_findings(audit, sheet, "chief", clock))
	make_checklist(audit, "second_chief", clock)
	if not audit.with_lent:
		user = audit.auditor("chief")[1]
		place.world.acts.move(clock.tick(0), user, sheet, "Send to Lead")
