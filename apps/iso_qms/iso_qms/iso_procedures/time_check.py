"""Compares the sum of step times with the legal limit of a procedure.

A working day has 8 hours. A limit in calendar days is taken at its best: they begin on a Monday,
so 7 days hold 5 working days; steps that exceed even that are certainly too long.
Pure: reads numbers, writes nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass

HOURS_PER_DAY = 8
NOT_CHECKED, WITHIN, OVER = "Not Checked", "Within Limit", "Over Limit"


@dataclass(frozen=True)
class TimeCheck:
	"""total_hours and limit_hours are working hours; limit_hours is 0 when no limit is known."""

	total_hours: float
	limit_hours: float
	status: str


def to_hours(amount: float, unit: str | None) -> float:
	"""`amount` of "Hours", "Working Days" or "Days" in working hours."""
	if unit == "Working Days":
		return amount * HOURS_PER_DAY
	if unit == "Days":
		weeks, rest = divmod(amount, 7)
		return (weeks * 5 + min(rest, 5)) * HOURS_PER_DAY
	return amount


def check_times(
	steps: Iterable[tuple[float, str]], limit: float, unit: str | None
) -> TimeCheck:
	"""`steps` are (duration, unit); without a limit or without any duration nothing is judged."""
	total = round(sum(to_hours(duration or 0, step_unit) for duration, step_unit in steps), 3)
	allowed = round(to_hours(limit or 0, unit), 3) if unit else 0.0
	if not total or not allowed:
		return TimeCheck(total, allowed, NOT_CHECKED)
	return TimeCheck(total, allowed, OVER if total > allowed else WITHIN)
