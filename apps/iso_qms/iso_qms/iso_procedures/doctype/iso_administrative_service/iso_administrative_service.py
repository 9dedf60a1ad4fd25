"""An administrative procedure (TTHC) as published.

Decides the form of its code, at which levels it is carried out and that its steps are numbered.
"""

import re

import frappe
from frappe import _
from frappe.model.document import Document

TTHC_CODE = re.compile(r"\d\.\d{6}")
LEVEL_WORDS = {"at_ministry": "bộ", "at_province": "tỉnh", "at_commune": "xã"}


class ISOAdministrativeService(Document):
	def validate(self) -> None:
		self.validate_code()
		self.set_levels()
		self.validate_steps()
		self.validate_time_unit()

	def validate_code(self) -> None:
		if not TTHC_CODE.fullmatch(self.tthc_code or ""):
			frappe.throw(
				_(
					"Procedure Code {0}: write one digit, a dot and six digits, for example "
					"1.001193."
				).format(frappe.bold(self.tthc_code or ""))
			)

	def set_levels(self) -> None:
		"""Tick the levels that the published text names, so that lists can be filtered by them."""
		words = (self.executing_level or "").lower()
		for fieldname, word in LEVEL_WORDS.items():
			self.set(fieldname, int(word in words))

	def validate_steps(self) -> None:
		seen: set[tuple[int, int]] = set()
		for row in self.steps:
			key = (row.branch or 1, row.step_no)
			if row.step_no < 1 or key in seen:
				frappe.throw(
					_(
						"Row {0}, Step: {1} is used twice in the same case or is below 1. "
						"Number the steps 1, 2, 3."
					).format(row.idx, row.step_no)
				)
			seen.add(key)

	def validate_time_unit(self) -> None:
		if self.time_limit and not self.time_unit:
			frappe.throw(
				_(
					"Time Unit: choose hours, days or working days for the time limit {0}."
				).format(self.time_limit)
			)
