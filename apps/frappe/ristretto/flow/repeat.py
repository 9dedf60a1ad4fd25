"""Decides on which days a copy of a record is due: plain date arithmetic, without a site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

MONTHS = {"Monthly": 1, "Quarterly": 3, "Half-yearly": 6, "Yearly": 12}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Rhythm:
    """How often: a frequency, and for months a day of the month (31 is the last), for weeks some weekdays."""

    start: date
    frequency: str
    day: int = 0
    weekdays: frozenset[str] = frozenset()

    def after(self, day: date) -> date:
        """The first due day after `day`; the start date itself is none."""
        step = MONTHS.get(self.frequency)
        if step:
            return self._month_after(day, step)
        if self.frequency == "Weekly":
            return day + timedelta(days=self._days_to_weekday(day))
        return day + timedelta(days=1)

    def _month_after(self, day: date, step: int) -> date:
        passed = (day.year - self.start.year) * 12 + day.month - self.start.month
        turn = max(passed // step, 0)
        while True:
            turn += 1
            due = self.start + relativedelta(months=turn * step, day=self.day or None)
            if due > day:
                return due

    def _days_to_weekday(self, day: date) -> int:
        """To the next chosen weekday, a week when none is chosen."""
        ahead = (n for n in range(1, 8) if WEEKDAYS[(day.weekday() + n) % 7] in self.weekdays)
        return next(ahead, 7)

    def next_from(self, day: date, today: date) -> date:
        """The first due day after `day` that is not past."""
        due = self.after(day)
        while due < today:
            due = self.after(due)
        return due

    def until(self, end: date) -> Iterator[date]:
        """Every due day before `end`."""
        due = self.after(self.start)
        while due < end:
            yield due
            due = self.after(due)
