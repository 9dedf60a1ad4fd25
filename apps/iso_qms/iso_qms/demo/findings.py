"""Writes findings, raised from checklist lines or reported, and leads each as far as its story goes.

The auditor raises, the lead auditor issues, the department answers and does, another person verifies.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe.utils import add_days

from iso_qms.demo.moments import Clock
from iso_qms.demo.sheets import Audit
from iso_qms.demo.world import STANDARD, Place
from iso_qms.iso_audit.doctype.iso_audit_finding.iso_audit_finding import DAYS_TO_ANSWER
from iso_qms.records.numbering import next_name

FINDING = "ISO Audit Finding"
# Findings that came from elsewhere: pace -> (text, story, days ago).
OTHERS = {
	"full": [
		("complaint", "closed", 150),
		("late_dossier", "overdue", 62),
		("inspection", "answered", 12),
	],
	"steady": [("late_dossier", "closed", 95)],
	"late": [("complaint", "issued_overdue", 70), ("inspection", "draft", 4)],
}


@dataclass
class Case:
	"""A finding on its way. texts: what people write about it."""

	place: Place
	doc: Any
	texts: dict
	story: str
	clock: Clock

	@property
	def desk(self) -> str:
		return self.texts["desk"]

	def move(self, days: int, key: str, action: str, reason: str = "") -> None:
		"""A step of the workflow some days later."""
		self.place.world.acts.move(
			self.clock.tick(days), self.place.user(key), self.doc, action, reason
		)

	def save(self, days: int, key: str, edit: Callable[[Any], None]) -> None:
		"""A change some days later."""
		self.place.world.acts.save(
			self.clock.tick(days), self.place.user(key), self.doc, edit
		)


def raise_findings(audit: Audit, sheet: Any, desk: str, clock: Clock) -> list[Case]:
	"""What the audit found in the department: lines of the checklist become findings, issued."""
	cases = []
	for key, story in audit.found.get(desk, []):
		texts = audit.place.world.source.audits["findings"][key]
		line = _write_line(audit, sheet, desk, texts, clock)
		doc = _raise(audit, sheet, desk, line, texts, clock)
		cases.append(Case(audit.place, doc, texts, story, audit.place.clock(clock.now.date())))
	return cases


def _write_line(audit: Audit, sheet: Any, desk: str, texts: dict, clock: Clock) -> str:
	"""The line of the finding's clause says what was found; its row name."""
	clause = f"{STANDARD}-{texts['clause']}"

	def record(fresh: Any) -> None:
		free = (row for row in fresh.lines if row.clause == clause and not row.finding)
		row = next(free, None) or fresh.append(
			"lines", {"clause": clause, "question": texts["title"]}
		)
		row.update(
			{
				"finding_type": texts["level"],
				"evidence": texts["evidence"],
				"remark": texts["description"],
			}
		)

	saved = audit.place.world.acts.save(
		clock.tick(0), audit.auditor(desk)[1], sheet, record
	)
	return next(
		row.name for row in saved.lines if row.remark == texts["description"] and not row.finding
	)


def _raise(
	audit: Audit, sheet: Any, desk: str, line: str, texts: dict, clock: Clock
) -> Any:
	when = clock.tick(0)
	acts, place = audit.place.world.acts, audit.place
	doc = acts.insert(
		when,
		audit.auditor(desk)[1],
		_number(place, when.date()),
		doctype=FINDING,
		agency=place.office.code,
		audit_plan=audit.plan.name,
		checklist=sheet.name,
		checklist_line=line,
		title=texts["title"],
		repeats=_earlier(place, texts),
		due_date=add_days(when.date(), DAYS_TO_ANSWER[texts["level"]]),
	)
	acts.rewind(sheet.doctype, sheet.name, when)
	acts.move(clock.tick(0), place.user("lead"), doc, "Issue")
	return doc


def make_other_findings(place: Place) -> None:
	"""Complaints, late dossiers and what an inspection found, written by the secretary."""
	for key, story, days in OTHERS.get(place.office.pace, []):
		texts = place.world.source.audits["findings"][key]
		clock = place.clock(place.ago(days))
		doc = place.world.acts.insert(
			clock.tick(0),
			place.user("secretary"),
			_number(place, clock.now.date()),
			doctype=FINDING,
			agency=place.office.code,
			title=texts["title"],
			classification=texts["level"],
			source=texts["source"],
			department=place.office.desk(texts["desk"]),
			clause=f"{STANDARD}-{texts['clause']}",
			description=texts["description"],
			evidence=texts["evidence"],
			due_date=add_days(clock.now.date(), DAYS_TO_ANSWER[texts["level"]]),
		)
		case = Case(place, doc, texts, story, clock)
		if story != "draft":
			case.move(1, "representative", "Issue")
			follow_findings(place, [case])


def follow_findings(place: Place, cases: list[Case]) -> None:
	"""Lead issued findings as far as their stories go."""
	for case in cases:
		for step in STORIES[case.story]:
			step(case)


def _answer(case: Case, days: int = 6) -> None:
	"""The department says what was put right, why it happened and what it will do."""
	texts, place = case.texts, case.place
	raised = case.clock.now.date()

	def write(doc: Any) -> None:
		doc.correction, doc.similar_nc = texts["correction"], texts.get("similar")
		doc.root_cause, doc.root_cause_method = texts.get("cause"), _method(texts)
		doc.append(
			"actions",
			{
				"action": texts["action"],
				"responsible": place.office.staff[place.officer_of(case.desk)],
				"due_date": add_days(raised, DAYS_TO_ANSWER[texts["level"]] - 3),
			},
		)

	case.save(days, case.desk, write)
	case.move(0, case.desk, "Submit Answer")


def _answer_late(case: Case) -> None:
	_answer(case, 40)


def _do(case: Case) -> None:
	"""The responsible person does the action and shows it; the department reports it done."""

	def finish(doc: Any) -> None:
		for row in doc.actions:
			row.update({"status": "Done", "evidence": case.texts["done"]})

	case.save(9, case.place.officer_of(case.desk), finish)
	case.move(1, case.desk, "Report Done")


def _verify(case: Case) -> None:
	_write_verification(case, "Satisfactory", case.texts["check"])
	case.move(0, "auditor", "Verify")


def _reject(case: Case) -> None:
	_write_verification(
		case, "Not Satisfactory", case.place.world.source.audits["rejected_result"]
	)
	case.move(0, "auditor", "Reject Result")


def _write_verification(case: Case, result: str, evidence: str) -> None:
	case.save(
		4,
		"auditor",
		lambda doc: doc.append("verifications", {"result": result, "evidence": evidence}),
	)


def _close(case: Case) -> None:
	case.move(1, "lead", "Close")


def _withdraw(case: Case) -> None:
	case.move(2, "lead", "Withdraw", case.place.world.source.audits["withdrawn"])


def _extend(case: Case) -> None:
	"""The lead auditor grants more time, up to some days from now."""
	until = case.place.world.year.ahead(14)
	reason = case.place.world.source.audits["extension_reason"]
	case.save(5, "lead", lambda doc: doc.update({"extended_to": until, "extension_reason": reason}))


Step = Callable[[Case], None]
STORIES: dict[str, tuple[Step, ...]] = {
	"issued": (),
	"issued_overdue": (),
	"answered": (_answer,),
	"overdue": (_answer,),
	"extended": (_answer, _extend),
	"waiting": (_answer, _do),
	"rejected": (_answer, _do, _reject),
	"verified": (_answer, _do, _verify),
	"closed": (_answer, _do, _verify, _close),
	"closed_late": (_answer_late, _do, _verify, _close),
	"cancelled": (_withdraw,),
}


def _method(texts: dict) -> str:
	if texts["level"] == "Observation":
		return ""
	return "Fishbone" if texts["level"] == "Major" else "5 Whys"


def _earlier(place: Place, texts: dict) -> str | None:
	"""The finding of an earlier audit that this one repeats."""
	if "repeats" not in texts:
		return None
	title = place.world.source.audits["findings"][texts["repeats"]]["title"]
	return frappe.db.get_value(FINDING, {"agency": place.office.code, "title": title})


def _number(place: Place, day: date) -> str:
	"""The number that the finding would have got on its day."""
	return next_name("NC", place.office.code, day.year)

