"""The audit program of a year: its approval and its refusals."""

import frappe

from iso_qms.records.errors import GateError
from iso_qms.tests.factories import as_user
from iso_qms.tests.office_case import OfficeTestCase
from iso_qms.tests.quality import STANDARD, move


class TestISOAuditProgram(OfficeTestCase):
	def make_program(self, *days: str):
		with as_user(self.office.user("secretary")):
			return frappe.get_doc(
				{
					"doctype": "ISO Audit Program",
					"agency": self.office.agency,
					"title": "Chương trình đánh giá nội bộ",
					"year": 2026,
					"standard": STANDARD,
					"objective": "Đánh giá sự phù hợp",
					"items": [
						{"department": self.office.department, "planned_from": day}
						for day in days
					],
				}
			).insert()

	def test_two_levels_approve(self):
		"""The representative reviews and the head approves; both are written down."""
		program = self.make_program("2026-06-01")
		move(program, "Send for Review", self.office.user("secretary"))
		move(program, "Confirm Review", self.office.user("representative"))
		program = move(program, "Approve", self.office.user("head"))

		self.assertEqual(program.name, f"AP-{self.office.agency}-2026-01")
		self.assertEqual(program.reviewed_by, self.office.user("representative"))
		self.assertEqual(program.approved_by, self.office.user("head"))

	def test_day_of_another_year_is_refused(self):
		"""The audits of a program lie in its year."""
		with self.assertRaisesRegex(frappe.ValidationError, "Row 1, Planned From"):
			self.make_program("2027-01-05")

	def test_empty_program_is_refused_at_sending(self):
		"""A program without audits is not sent."""
		program = self.make_program()

		with self.assertRaisesRegex(GateError, "at least one audit"):
			move(program, "Send for Review", self.office.user("secretary"))

	def test_program_without_completed_audit_stays_open(self):
		"""A program is completed when its audits are."""
		program = self.make_program("2026-06-01")
		move(program, "Send for Review", self.office.user("secretary"))
		move(program, "Confirm Review", self.office.user("representative"))
		program = move(program, "Approve", self.office.user("head"))

		with self.assertRaisesRegex(GateError, "No audit"):
			move(program, "Complete", self.office.user("secretary"))
