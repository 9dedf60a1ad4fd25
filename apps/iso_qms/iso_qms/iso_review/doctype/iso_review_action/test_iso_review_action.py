"""A decision that is followed up: who reports, who decides, what stays."""

import frappe
from frappe.utils import add_days, nowdate

from iso_qms.records.errors import (
	GateError,
	IllegalStateChangeError,
	LockedRecordError,
	SystemFieldError,
)
from iso_qms.tests.office_case import OfficeTestCase
from iso_qms.tests.quality import change, make_held_review, make_review, move


class TestISOReviewAction(OfficeTestCase):
	def setUp(self):
		super().setUp()
		review = move(make_held_review(self.office), "Conclude", self.office.user("head"))
		self.action = frappe.get_doc("ISO Review Action", review.outputs[0].action)

	def test_responsible_person_reports_the_result(self):
		"""Done writes who and when."""
		action = change(
			self.action, self.office.user("officer"), status="Done", result="Đã cập nhật"
		)

		self.assertEqual(action.done_by, self.office.user("officer"))
		self.assertEqual(str(action.done_on.date()), nowdate())

	def test_done_needs_a_result(self):
		"""Done without a result is refused."""
		with self.assertRaisesRegex(GateError, "Result"):
			change(self.action, self.office.user("officer"), status="Done")

	def test_somebody_else_cannot_report(self):
		"""Another department head does not report on the action."""
		with self.assertRaises(frappe.PermissionError):
			change(self.action, self.office.user("chief"), progress="x")

	def test_responsible_person_cannot_move_the_date(self):
		"""The date is moved by the secretary, the representative or the head."""
		later = add_days(nowdate(), 90)
		with self.assertRaises(LockedRecordError):
			change(self.action, self.office.user("officer"), due_date=later)

		self.assertEqual(
			str(change(self.action, self.office.user("head"), due_date=later).due_date), later
		)

	def test_illegal_step_is_refused(self):
		"""A cancelled action is opened again before it is done."""
		change(
			self.action, self.office.user("head"), status="Cancelled", result="Không cần nữa"
		)

		with self.assertRaises(IllegalStateChangeError):
			change(self.action, self.office.user("head"), status="Done")

	def test_done_by_cannot_be_forged(self):
		"""Who finished is written by the system."""
		with self.assertRaises(SystemFieldError):
			change(self.action, self.office.user("officer"), done_by=self.office.user("head"))

	def test_action_of_a_review_not_held_is_refused(self):
		"""Actions come from meetings that took place."""
		review = make_review(self.office)
		doc = frappe.get_doc(self.action.as_dict() | {"name": None, "review": review.name})

		with self.assertRaisesRegex(GateError, "was held"):
			doc.insert()

	def test_action_cannot_be_deleted(self):
		"""Decisions are kept."""
		with self.assertRaises(LockedRecordError):
			frappe.delete_doc("ISO Review Action", self.action.name)
