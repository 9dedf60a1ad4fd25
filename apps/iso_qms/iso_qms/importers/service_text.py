"""Reads time limit, fees, result and dossier papers out of the published texts of a procedure.

The published pages run their table cells together ("Trực tuyến5 Ngày làm việcMiễn phí"), so each
reader looks for the words between which a value stands. Pure; what is not read stays in the text.
"""

import re
from dataclasses import dataclass

NO_UNIT, NO_FIGURE = "number without a unit", "no figure published"
DIFFERS = "differs by way or case, longest taken"
NO_INFORMATION = "Không có thông tin"
CHANNEL = re.compile(r"(Trực tuyến|Trực tiếp|Dịch vụ bưu chính)(?=\d|Không|Miễn|Phí|[A-ZĐ]|$)")
AMOUNT = re.compile(r"(\d{1,3}(?:[.,]\d{1,2})?)\s*(Ngày làm việc|Ngày|Giờ|Tháng|Tuần)")
# Unit as published -> (unit of the record, how many of them).
UNITS = {
	"Ngày làm việc": ("Working Days", 1),
	"Ngày": ("Days", 1),
	"Giờ": ("Hours", 1),
	"Tuần": ("Days", 7),
	"Tháng": ("Days", 30),
}
HOURS = {"Working Days": 8.0, "Days": 8.0 * 5 / 7, "Hours": 1.0}
RESULT = re.compile(r"(.*?)Mã:\s*(KQ\.[A-Z0-9]+\.\d{5,6})", re.DOTALL)
PAPER = re.compile(r"(.*?)(\d|1\d) bản chính(?:,\s*(\d|1\d) bản sao)?", re.DOTALL)
TABLE_HEAD = re.compile(r"(?:--)?Tên giấy tờMẫu đơn, tờ khaiSố lượng")


@dataclass(frozen=True)
class TimeLimit:
	"""amount 0 and an empty unit when no figure with a unit was published."""

	amount: float
	unit: str
	note: str
	fees: str


@dataclass(frozen=True)
class Paper:
	"""A paper of the dossier and how many originals and copies are asked for."""

	name: str
	originals: int
	copies: int


def clean(text: str | None) -> str:
	"""The text without the page's furniture after it; empty for "no information"."""
	text = (text or "").split("Từ khóa" + NO_INFORMATION)[0].split("Từ khóa")[0].strip()
	return "" if text == NO_INFORMATION else text


def read_time_limit(text: str | None) -> TimeLimit:
	"""The longest limit of the ways to submit; the note tells when they differ or lack a unit."""
	pieces = CHANNEL.split((text or "").split("Mô tả", 1)[-1])
	segments = [segment.strip() for segment in pieces[2::2]]
	limits, fees, bare = [], "", False
	for segment in segments:
		match = AMOUNT.match(segment)
		if match:
			unit, times = UNITS[match[2]]
			limits.append((float(match[1].replace(",", ".")) * times, unit))
			fees = fees or segment[match.end() :].strip()
		elif segment[:1].isdigit():
			bare = True
	if not limits:
		return TimeLimit(0, "", NO_UNIT if bare else NO_FIGURE, fees[:1000])
	amount, unit = max(limits, key=lambda limit: limit[0] * HOURS[limit[1]])
	note = DIFFERS if len(set(limits)) > 1 else ""
	return TimeLimit(amount, unit, note, fees[:1000])


def read_result(text: str | None) -> tuple[str, str]:
	"""(names of the results, their codes), each joined by "; "; at most 140 characters of codes."""
	text = clean(text)
	found = RESULT.findall(text)
	if not found:
		return text, ""
	codes = "; ".join(code for _name, code in found)
	if len(codes) > 140:
		codes = codes[:140].rpartition("; ")[0]
	return "; ".join(name.strip(" ;\n") for name, _code in found), codes


def read_papers(text: str | None) -> list[Paper]:
	"""The papers of the dossier in the order published."""
	text = TABLE_HEAD.sub("", text or "")
	papers = []
	for name, originals, copies in PAPER.findall(text):
		name = name.strip(" \n-+*;:,")
		if name:
			papers.append(Paper(name, int(originals), int(copies or 0)))
	return papers
