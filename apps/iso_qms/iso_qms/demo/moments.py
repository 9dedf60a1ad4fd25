"""Decides when things happened: working days before today, in office hours, never in the future."""

import random
from datetime import date, datetime, time, timedelta

SATURDAY = 5
OPENING_HOUR, CLOSING_HOUR = 7, 17
BEGINNING_DAYS = 430


def working_day(day: date) -> date:
	"""`day`, or the Friday before it."""
	return day - timedelta(days=max(day.weekday() - SATURDAY + 1, 0))


def next_working_day(day: date) -> date:
	"""The first working day after `day`."""
	day += timedelta(days=1)
	while day.weekday() >= SATURDAY:
		day += timedelta(days=1)
	return day


class Clock:
	"""The hands of one story: each tick is later than the one before and never after `limit`."""

	def __init__(self, start: date, limit: datetime, rng: random.Random, hour: int = 0) -> None:
		self.limit = limit
		self.rng = rng
		self.now = min(self._office_hour(working_day(start), hour), limit)

	def tick(self, days: int = 1) -> datetime:
		"""Move on by about `days`; 0 stays on the day as long as the office is open."""
		later = self.now + timedelta(minutes=self.rng.randint(2, 12))
		if days:
			later = self._office_hour(next_working_day(self.now.date() + timedelta(days=days - 1)))
		elif later.hour >= CLOSING_HOUR:
			later = self._office_hour(next_working_day(later.date()), OPENING_HOUR)
		self.now = min(later, self.limit)
		return self.now

	def _office_hour(self, day: date, hour: int = 0) -> datetime:
		hour = hour or self.rng.choice((7, 8, 8, 9, 9, 10, 13, 14, 14, 15, 16))
		return datetime.combine(day, time(hour, self.rng.randrange(60), self.rng.randrange(60)))


class Year:
	"""The days of the story relative to today: last year's audit and review, this year's work."""

	def __init__(self, now: datetime) -> None:
		self.now = now
		self.today = now.date()
		self.number = self.today.year
		self.last_audit = working_day(date(self.number - 1, 10, 14))
		self.last_review = working_day(date(self.number - 1, 12, 12))
		self.second_audit = self._second_audit()
		# People are there before the first program is written.
		self.beginning = min(self.ago(BEGINNING_DAYS), self.last_audit - timedelta(days=50))

	def ago(self, days: int) -> date:
		"""A working day about `days` before today."""
		return working_day(self.today - timedelta(days=days))

	def ahead(self, days: int) -> date:
		"""A working day about `days` after today."""
		return next_working_day(self.today + timedelta(days=days))

	def running_audit(self) -> date:
		"""The first day of the audit that is under way."""
		yesterday = working_day(self.today - timedelta(days=1))
		return yesterday if yesterday.year == self.number else self.today

	def _second_audit(self) -> date:
		"""In the first half of the year, or late last year while this one is still young."""
		elapsed = (self.today - date(self.number, 1, 1)).days
		if elapsed < 60:
			return working_day(date(self.number - 1, 11, 18))
		return working_day(date(self.number, 1, 1) + timedelta(days=int(elapsed * 0.55)))
