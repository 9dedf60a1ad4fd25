"""Reads "Bước 1 … Bước n" out of the published sequence of an administrative procedure.

A heading counts when it stands at the beginning of a line, or in a line when a colon or full stop
follows and its number continues the count. A heading 1 begins another case. Everything else stays
text of its step. Pure: text in, steps and notes out; what is not understood is named in the notes.
"""

import re
from dataclasses import dataclass, field

Note = tuple[str, tuple[int, ...]]

READ, PARTLY_READ, NOT_READ = "Read", "Partly Read", "Not Read"
NAME_LENGTH = 140
NO_STEPS = "no numbered steps"
TEXT_BEFORE = "text before the first step"
NO_TEXT = "step {0} has no text"
REPEATED = "step {0} appears again after step {1}"
MISSING = "step {0} is missing before step {1}"

HEADING = re.compile(
	r"(?P<begin>^[\s\-+*•–]*(?:[a-zđ]\)|\d+(?:\.\d+)*[.)]?)?[\s\-+*•–]*)?"
	r"\b(?:Bước|BƯỚC)\s*(?P<number>\d{1,2})\b(?P<mark>\s*[:.)–\-])?",
	re.MULTILINE,
)


@dataclass(frozen=True)
class StepText:
	"""One step: the case it belongs to, its number, the first line and the whole text."""

	branch: int
	number: int
	name: str
	text: str


@dataclass
class StepReading:
	"""What was read: status is READ, PARTLY_READ or NOT_READ; a note is template and values."""

	status: str = NOT_READ
	steps: list[StepText] = field(default_factory=list)
	notes: list[Note] = field(default_factory=list)


def read_steps(text: str | None) -> StepReading:
	"""The steps of the published text, in order."""
	text = (text or "").strip()
	reading = StepReading()
	headings = _true_headings(text, reading.notes)
	if not headings:
		reading.notes = [(NO_STEPS, ())]
		return reading
	if text[: headings[0][2].start()].strip(" \n-+*•"):
		reading.notes.append((TEXT_BEFORE, ()))
	ends = [heading[2].start() for heading in headings[1:]] + [len(text)]
	for (branch, number, match), end in zip(headings, ends, strict=True):
		body = text[match.end() : end].strip(" \n:.)-–+*•")
		reading.steps.append(StepText(branch, number, _name_of(body, number), body))
		if not body:
			reading.notes.append((NO_TEXT, (number,)))
	reading.status = PARTLY_READ if reading.notes else READ
	return reading


def _true_headings(text: str, notes: list[Note]) -> list[tuple[int, int, re.Match]]:
	"""(case, number, match) of the headings that carry the count on."""
	found: list[tuple[int, int, re.Match]] = []
	branch, last = 1, 0
	for match in HEADING.finditer(text):
		number, at_line_start = int(match["number"]), match["begin"] is not None
		if not at_line_start and (not match["mark"] or number != last + 1):
			continue
		if number == 1 and last:
			branch, last = branch + 1, 0
		if number <= last:
			notes.append((REPEATED, (number, last)))
			continue
		if number != last + 1:
			notes.append((MISSING, (last + 1, number)))
		found.append((branch, number, match))
		last = number
	return found


def _name_of(body: str, number: int) -> str:
	first = body.split("\n", 1)[0].strip(" :.;-")
	if not first:
		return f"Bước {number}"
	if len(first) <= NAME_LENGTH:
		return first
	sentence = re.split(r"(?<=[.;:])\s", first, maxsplit=1)[0].strip(" :.;")
	if len(sentence) <= NAME_LENGTH:
		return sentence
	return sentence[: NAME_LENGTH - 1].rsplit(" ", 1)[0] + "…"
