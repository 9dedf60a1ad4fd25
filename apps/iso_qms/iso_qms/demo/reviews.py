"""Writes management reviews: last year's with its decisions followed up, this year's on the way."""

from datetime import date, timedelta
from typing import Any

import frappe
from frappe.utils import add_days

from iso_qms.demo.moments import Clock
from iso_qms.demo.world import Place

REVIEW = "ISO Management Review"
ACTION = "ISO Review Action"
PRESENT = ("head", "representative", "secretary", "chief", "second_chief", "lead")
# Decision by decision: what became of it and when it was due, in days after the review.
FATES = (("done", 60), ("done_late", 45), ("late", 120), ("done", 90), ("cancelled", 80))
RECENT_FATES = (("started", 30), ("open", 45), ("open", 60))


def make_reviews(place: Place) -> None:
	"""The review of last year, and what this year has come to."""
	year, pace = place.world.year, place.office.pace
	review = _hold(place, year.last_review, 1, returned=pace == "full")
	_conclude(place, review, year.last_review, len(FATES))
	_follow(place, review, year.last_review, FATES)
	if pace == "full":
		_hold(place, year.ago(6), 2 if year.ago(6).year == year.last_review.year else 1)
	elif pace == "late":
		_prepare(place, year.ahead(25), place.clock(place.ago(5)))
	elif pace == "steady":
		_this_year(place)


def _this_year(place: Place) -> None:
	"""Steady offices differ: one has concluded, one is about to meet, one waits for the head."""
	year = place.world.year
	recent = {"workflow_state": "Concluded", "planned_date": [">", year.last_review]}
	if not frappe.db.exists(REVIEW, recent):
		day = max(year.ago(20), year.last_review + timedelta(days=3))
		number = 2 if day.year == year.last_review.year else 1
		review = _hold(place, day, number)
		_conclude(place, review, day, len(RECENT_FATES))
		_follow(place, review, day, RECENT_FATES)
		return
	clock = place.clock(place.ago(8))
	review = _prepare(place, year.ahead(18), clock)
	_move(place, clock, 1, "secretary", review, "Send for Approval")
	if not frappe.db.exists(REVIEW, {"workflow_state": "Approved"}):
		_move(place, clock, 2, "head", review, "Approve")


def _prepare(place: Place, day: date, clock: Clock, number: int = 1) -> Any:
	texts, office = place.world.source.reviews, place.office
	return place.world.acts.insert(
		clock.tick(0),
		place.user("secretary"),
		doctype=REVIEW,
		agency=office.code,
		title=texts["title"].format(round=number, year=day.year),
		year=day.year,
		round=number,
		planned_date=day,
		chair=office.staff["head"],
		secretary=office.staff["secretary"],
		place=texts["place"],
		notice_date=min(clock.now.date(), day - timedelta(days=14)),
		participants=[{"staff_member": office.staff[key], "present": 0} for key in PRESENT],
	)


def _hold(place: Place, day: date, number: int, returned: bool = False) -> Any:
	"""Planned, approved, figures taken, inputs written, the meeting recorded."""
	clock = place.clock(day - timedelta(days=24))
	review = _prepare(place, day, clock, number)
	_move(place, clock, 1, "secretary", review, "Send for Approval")
	if returned:
		reason = place.world.source.reviews["return_reason"]
		_move(place, clock, 1, "head", review, "Return", reason)
		_move(place, clock, 2, "secretary", review, "Send for Approval")
	_move(place, clock, 2, "head", review, "Approve")
	clock = place.clock(day)
	acts, secretary = place.world.acts, place.user("secretary")
	acts.call(clock.tick(0), secretary, review, "take_snapshot")
	acts.save(clock.tick(0), secretary, review, lambda doc: _record(place, doc, day))
	_move(place, clock, 0, "secretary", review, "Record Meeting")
	return review


def _record(place: Place, doc: Any, day: date) -> None:
	"""Inputs, people present and what was said."""
	texts = place.world.source.reviews
	for row in doc.inputs:
		row.update({"summary": texts["inputs"][row.input_code], "is_complete": 1})
		row.prepared_by = place.office.staff["secretary"]
	for row in doc.participants:
		row.present = 1
	doc.meeting_datetime = f"{day} 00:30:00" if day == place.world.year.today else f"{day} 08:00:00"
	doc.discussions = texts["discussions"]


def _conclude(place: Place, review: Any, day: date, decisions: int) -> None:
	"""The secretary writes the decisions, the head concludes."""
	texts, clock = place.world.source.reviews, place.clock(day)
	fates = FATES if decisions == len(FATES) else RECENT_FATES

	def write(doc: Any) -> None:
		for output, (fate, days) in zip(texts["outputs"], fates, strict=False):
			due = _due(place, day, fate, days)
			doc.append("outputs", _output(place, output, due))
		doc.update({"is_suitable": 1, "is_adequate": 1, "is_effective": 1})
		doc.conclusion = texts["conclusion"]
		doc.minutes_no = f"{place.world.rng.randint(20, 90)}/BB-XXLĐ (mẫu)"

	place.world.acts.save(clock.tick(1), place.user("secretary"), review, write)
	_move(place, clock, 1, "head", review, "Conclude")
	for name in frappe.get_all(ACTION, filters={"review": review.name}, pluck="name"):
		place.world.acts.rewind(ACTION, name, clock.now)


def _due(place: Place, day: date, fate: str, days: int) -> date:
	"""What is late is late today, however young the year is."""
	due = add_days(day, days)
	return min(due, place.world.year.ago(9)) if fate == "late" else due


def _output(place: Place, output: dict, due: date) -> dict:
	return {
		"output_type": output["type"],
		"decision": output["decision"],
		"responsible": place.office.staff[output["by"]],
		"department": place.office.desk(output["by"]),
		"due_date": due,
		"resources": output.get("resources"),
	}


def _follow(place: Place, review: Any, day: date, fates: tuple) -> None:
	"""The responsible people report, in time or late; the secretary cancels one."""
	outputs = place.world.source.reviews["outputs"]
	names = frappe.get_all(
		ACTION, filters={"review": review.name}, pluck="name", order_by="name asc"
	)
	for name, output, (fate, days) in zip(names, outputs, fates, strict=False):
		action = frappe.get_doc(ACTION, name)
		FOLLOW[fate](place, action, output, day, days)


def _report(place: Place, action: Any, key: str, day: date, **values: Any) -> None:
	clock = place.clock(day)
	place.world.acts.change(clock.tick(0), place.user(key), action, **values)


def _start(place: Place, action: Any, output: dict, day: date, days: int) -> None:
	began = day + timedelta(days=min(days // 3, 12))
	_report(
		place, action, output["by"], began, status="In Progress", progress=output["progress"]
	)


def _finish(place: Place, action: Any, output: dict, day: date, days: int) -> None:
	_start(place, action, output, day, days)
	done = day + timedelta(days=days - 8)
	_report(place, action, output["by"], done, status="Done", result=output["result"])


def _finish_late(place: Place, action: Any, output: dict, day: date, days: int) -> None:
	_finish(place, action, output, day, days + 40)


def _cancel(place: Place, action: Any, output: dict, day: date, days: int) -> None:
	end = day + timedelta(days=days // 2)
	_report(place, action, "secretary", end, status="Cancelled", result=output["result"])


def _leave(place: Place, action: Any, output: dict, day: date, days: int) -> None:
	"""Nobody has reported yet."""


FOLLOW = {
	"done": _finish,
	"done_late": _finish_late,
	"late": _start,
	"started": _start,
	"open": _leave,
	"cancelled": _cancel,
}


def _move(
	place: Place, clock: Clock, days: int, key: str, doc: Any, action: str, reason: str = ""
) -> None:
	place.world.acts.move(clock.tick(days), place.user(key), doc, action, reason)
