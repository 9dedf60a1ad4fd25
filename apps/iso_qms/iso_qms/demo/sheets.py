"""Writes one audit: its plan with team and timetable, and the checklists of its auditors."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import frappe

from iso_qms.demo.moments import Clock, next_working_day
from iso_qms.demo.world import STANDARD, Place

DESKS = ("chief", "second_chief")


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


def send_up(place: Place, clock: Clock, doc: Any, until: str = "Approve") -> None:
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
