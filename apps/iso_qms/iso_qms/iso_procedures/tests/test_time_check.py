"""Step times against the legal limit."""

import unittest

from iso_qms.iso_procedures.time_check import NOT_CHECKED, OVER, WITHIN, check_times, to_hours


class TestTimeCheck(unittest.TestCase):
	def test_units_become_working_hours(self):
		"""A working day has 8 hours; a week of calendar days has 5 working days at most."""
		cases = [
			((3, "Hours"), 3),
			((2, "Working Days"), 16),
			((7, "Days"), 40),
			((6, "Days"), 40),
			((9, "Days"), 56),
		]
		for (amount, unit), hours in cases:
			self.assertEqual(to_hours(amount, unit), hours, (amount, unit))

	def test_real_example_fits_exactly(self):
		"""2 + 3 + 2 + 1 hours are one working day."""
		steps = [(2, "Hours"), (3, "Hours"), (2, "Hours"), (1, "Hours")]

		self.assertEqual(check_times(steps, 1, "Working Days").status, WITHIN)
		self.assertEqual(check_times([*steps, (0.5, "Hours")], 1, "Working Days").status, OVER)

	def test_nothing_is_judged_without_limit_or_durations(self):
		"""No limit, no unit or no durations: not checked."""
		self.assertEqual(check_times([(2, "Hours")], 0, "Days").status, NOT_CHECKED)
		self.assertEqual(check_times([(2, "Hours")], 3, None).status, NOT_CHECKED)
		self.assertEqual(check_times([(0, "Hours")], 3, "Days").status, NOT_CHECKED)
