"""What the stories share: the texts, the dates, the dice and the people at work."""

import random
from dataclasses import dataclass
from datetime import date, datetime

from iso_qms.demo.acting import Acts
from iso_qms.demo.moments import OPENING_HOUR, Clock, Year
from iso_qms.demo.people import Office
from iso_qms.demo.source import Source

STANDARD = "9001-2015"


@dataclass
class World:
	"""One load. lent: staff record and account of the auditor whom another agency lends."""

	source: Source
	rng: random.Random
	year: Year
	acts: Acts
	lent: tuple[str, str] = ("", "")


@dataclass
class Place:
	"""An office at work. `limit`: when it stopped working, or now."""

	world: World
	office: Office
	limit: datetime

	def clock(self, start: date) -> Clock:
		"""A clock that never passes the day the office stopped."""
		return Clock(start, self.limit, self.world.rng)

	def morning(self, day: date) -> Clock:
		"""The same, from the opening of the office on `day`."""
		return Clock(day, self.limit, self.world.rng, OPENING_HOUR)

	def ago(self, days: int) -> date:
		"""About `days` before the office's last day of work."""
		behind = (self.world.year.now - self.limit).days
		return self.world.year.ago(days + behind)

	def user(self, key: str) -> str:
		"""The account behind a post."""
		return self.office.users[key]

	def officer_of(self, desk: str) -> str:
		"""The post that does the work of a department."""
		return "second_officer" if desk == "second_chief" else "officer"
