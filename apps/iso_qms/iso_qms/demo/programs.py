"""Writes the audit programs of the years: approved, completed, and the next one on its way."""

from datetime import date, timedelta
from typing import Any

import frappe
from frappe.utils import add_days

from iso_qms.demo.moments import Clock
from iso_qms.demo.sheets import DESKS, Audit, send_up
from iso_qms.demo.world import STANDARD, Place

# From this month on the program of the next year is written.
AUTUMN = 9


def make_program(place: Place, first_day: date) -> str:
	"""The program of a year: written in winter, reviewed, approved and announced."""
	earliest = max(date(first_day.year, 1, 8), place.world.year.beginning)
	clock = place.clock(max(earliest, first_day - timedelta(days=120)))
	doc = _insert_program(place, clock, first_day)
	send_up(place, clock, doc)
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


def complete_program(place: Place, program: str, audits: list[Audit]) -> None:
	"""Last year's program ends some weeks after its last audit."""
	last = max(audit.first_day for audit in audits if audit.program == program)
	doc = frappe.get_doc("ISO Audit Program", program)
	clock = place.clock(last)
	place.world.acts.move(clock.tick(20), place.user("representative"), doc, "Complete")


def draft_program(place: Place) -> None:
	"""In autumn next year's program, before that an additional one of this year."""
	today, pace = place.world.year.today, place.office.pace
	autumn = today.month >= AUTUMN
	day = date(today.year + 1, 3, 10) if autumn else min(today, date(today.year, 12, 1))
	clock = place.clock(place.ago(6))
	doc = _insert_program(place, clock, day, "" if autumn else " (bổ sung)")
	if pace == "full":
		send_up(place, clock, doc, "Send for Review")
	elif pace == "steady":
		send_up(place, clock, doc, "Confirm Review")
