"""Writes the procedures of an office and leads each as far as its story goes.

A story is a function (place, clock, document): the people of the office draft, review, return,
approve and renew through the workflow.
"""

from collections.abc import Callable
from typing import Any

import frappe
from frappe.utils import add_days, cint

from iso_qms.demo.moments import Clock
from iso_qms.demo.world import Place
from iso_qms.iso_procedures.time_check import to_hours

PROCEDURE = "ISO Procedure"
# Times of steps are written in quarters of an hour.
QUARTER = 0.25
REVIEW_DAYS = 365


def send(place: Place, clock: Clock, doc: Any) -> None:
	"""The author sends the draft for review."""
	place.world.acts.move(clock.tick(2), doc.owner, doc, "Send for Review")


def review(place: Place, clock: Clock, doc: Any) -> None:
	"""Up to the desk of the head."""
	send(place, clock, doc)
	place.world.acts.move(
		clock.tick(2), place.user("representative"), doc, "Confirm Review"
	)


def approve(place: Place, clock: Clock, doc: Any) -> None:
	"""Up to effective."""
	review(place, clock, doc)
	acts, head, when = place.world.acts, place.user("head"), clock.tick(3)
	day = when.date()
	acts.change(
		when, head, doc, effective_on=day, review_due_on=add_days(day, REVIEW_DAYS)
	)
	acts.move(clock.tick(0), head, doc, "Approve")


def return_from_review(place: Place, clock: Clock, doc: Any) -> None:
	"""Sent, and returned to the author with a reason."""
	send(place, clock, doc)
	_return(place, clock, doc, "representative", "review")


def return_from_approval(place: Place, clock: Clock, doc: Any) -> None:
	"""Reviewed, and rejected by the head with a reason."""
	review(place, clock, doc)
	_return(place, clock, doc, "head", "approval")


def approve_at_second_try(place: Place, clock: Clock, doc: Any) -> None:
	"""Rejected once, mended, effective."""
	return_from_approval(place, clock, doc)
	_mend(place, clock, doc)
	approve(place, clock, doc)


def renew(place: Place, clock: Clock, doc: Any) -> None:
	"""Effective, and later superseded by the next issue."""
	approve(place, clock, doc)
	new = _next_issue(place, clock, doc, 190)
	approve(place, clock, new)
	place.world.acts.rewind(PROCEDURE, doc.name, clock.now)


def revise(place: Place, clock: Clock, doc: Any) -> None:
	"""Effective, with the next issue in draft."""
	approve(place, clock, doc)
	_next_issue(place, clock, doc, 90)


def keep(place: Place, clock: Clock, doc: Any) -> None:
	"""Left in draft."""


Story = Callable[[Place, Clock, Any], None]
DONE: tuple[Story, ...] = (renew, approve, approve_at_second_try, approve, approve)
# Pace of the office -> stories of its system, internal and service procedures, in their order.
PACES: dict[str, tuple[tuple[Story, ...], ...]] = {
	"full": (
		(*DONE, send),
		(approve, review, keep, return_from_review),
		(
			*(*DONE, renew, approve, send, review),
			*(approve, approve, keep, revise, return_from_approval, send),
		),
	),
	"steady": (
		(renew, approve, approve, approve, approve_at_second_try, approve),
		(approve, review),
		(approve, approve, renew, send, approve, keep, review),
	),
	"late": (
		(approve, approve, approve_at_second_try),
		(keep,),
		(approve, approve, send, review, return_from_approval, keep),
	),
	"stopped": (
		(approve, approve, approve, approve),
		(keep,),
		(approve, approve, approve, renew, review, return_from_review),
	),
}
OPEN = (keep, send, review, return_from_review, return_from_approval)
# The service whose steps are written too long, by its place in the catalogue.
TOO_LONG = {"full": (9, 11), "late": (1,)}


def make_procedures(place: Place) -> None:
	"""All procedures of the office, system procedures first."""
	texts = place.world.source.procedures
	stories = PACES[place.office.pace]
	groups = (texts["system"], texts["internal"], texts["catalogues"][place.office.catalogue])
	for kind, (entries, group) in enumerate(zip(groups, stories, strict=True)):
		for position, (entry, story) in enumerate(zip(entries, group, strict=False)):
			_live(place, entry, story, kind, position)


def _live(place: Place, entry: dict, story: Story, kind: int, position: int) -> None:
	too_long = kind == 2 and position in TOO_LONG.get(place.office.pace, ())
	clock = place.clock(_beginning(place, story, kind, position))
	values = _values(place, entry, kind, 1.3 if too_long else 0.9)
	author = place.user(entry.get("desk", "secretary"))
	doc = place.world.acts.insert(clock.tick(0), author, **values)
	story(place, clock, doc)


def _beginning(place: Place, story: Story, kind: int, position: int):
	rng = place.world.rng
	if story in OPEN:
		return place.ago(rng.randint(8, 30))
	if place.office.pace == "stopped":
		return place.ago(rng.randint(190, 225))
	return place.ago(420 - 40 * kind - 17 * position + rng.randint(0, 9))


def _values(place: Place, entry: dict, kind: int, load: float) -> dict:
	desk = entry.get("desk", "secretary")
	values = {
		"doctype": PROCEDURE,
		"agency": place.office.code,
		"code": entry["code"],
		"title": entry["title"],
		"procedure_kind": ("System", "Internal", "Administrative Service")[kind],
		"department": place.office.desk(desk),
		"purpose": f"<p>{entry.get('purpose') or _purpose(entry)}</p>",
		"scope": f"<p>Áp dụng tại {place.office.label} và các bộ phận liên quan.</p>",
		"retained_records": _rows(
			place.world.source.procedures["records"],
			("record_name", "storage_place", "retention_period", "medium"),
		),
	}
	if "service" not in entry:
		steps = [_step(n, *step) for n, step in enumerate(entry["steps"], start=1)]
		kind_of_work = "System" if kind == 0 else "Internal"
		return {**values, "procedure_kind": kind_of_work, "steps": steps}
	return {**values, **_service_values(place, entry, load)}


def _service_values(place: Place, entry: dict, load: float) -> dict:
	texts = place.world.source.procedures
	limit, unit = _limit_of(entry)
	forms = [
		{"form_code": f"{code}.{entry['code']}", "form_title": title}
		for code, title in texts["service_forms"]
	]
	return {
		"service": entry["service"],
		"time_limit": limit,
		"time_unit": unit,
		"forms": forms,
		"steps": _service_steps(place, entry, to_hours(limit, unit) * load),
	}


def _limit_of(entry: dict) -> tuple[float, str]:
	if "limit" in entry:
		return entry["limit"], entry["unit"]
	return frappe.db.get_value(
		"ISO Administrative Service", entry["service"], ["time_limit", "time_unit"]
	)


def _service_steps(place: Place, entry: dict, hours: float) -> list[dict]:
	"""The hours split over the usual steps; who answers for each is a person where one exists."""
	desk = entry["desk"]
	people = {"chief": desk, "officer": place.officer_of(desk)}
	rows = []
	for number, (name, role, share, output, key) in enumerate(
		place.world.source.procedures["service_steps"], start=1
	):
		row = _step(number, name, role, round(hours * share / QUARTER) * QUARTER)
		row["output"] = output
		row["responsible"] = place.office.staff.get(people.get(key, key))
		row["next_on_reject"] = 3 if key == "head" else 0
		rows.append(row)
	return rows


def _step(number: int, name: str, role: str, hours: float) -> dict:
	return {
		"step_no": number,
		"step_name": name,
		"responsible_role": role,
		"duration": hours,
		"duration_unit": "Hours",
	}


def _purpose(entry: dict) -> str:
	work = entry["title"].removeprefix("Quy trình ")
	return f"Quy định trình tự, trách nhiệm và thời gian thực hiện việc {work}."


def _rows(texts: list[list], fieldnames: tuple[str, ...]) -> list[dict]:
	return [dict(zip(fieldnames, row, strict=True)) for row in texts]


def _return(place: Place, clock: Clock, doc: Any, key: str, stage: str) -> None:
	reasons = place.world.source.procedures["return_reasons"][stage]
	place.world.acts.move(
		clock.tick(2), place.user(key), doc, "Return", place.world.rng.choice(reasons)
	)


def _mend(place: Place, clock: Clock, doc: Any) -> None:
	"""The author shortens the longest step and says so."""

	def shorten(fresh: Any) -> None:
		row = max(fresh.steps, key=lambda step: step.duration)
		row.duration = max(row.duration - 2 * QUARTER, QUARTER)
		row.description = "Đã rút ngắn theo ý kiến phê duyệt."

	place.world.acts.save(clock.tick(4), doc.owner, doc, shorten)


def _next_issue(place: Place, clock: Clock, doc: Any, days: int) -> Any:
	"""The author makes the next issue and writes what is new."""
	acts, when = place.world.acts, clock.tick(days)
	name = acts.call(when, doc.owner, doc, "make_new_version")
	draft = frappe.get_doc(PROCEDURE, name)
	change = place.world.rng.choice(place.world.source.procedures["revisions"])
	row = {
		"version_label": f"{cint(draft.issue_no)}.0",
		"revised_on": when.date(),
		"section_changed": "Mục 5",
		"change_summary": change,
	}
	acts.save(when, doc.owner, draft, lambda fresh: fresh.append("revisions", row))
	return frappe.get_doc(PROCEDURE, name)
