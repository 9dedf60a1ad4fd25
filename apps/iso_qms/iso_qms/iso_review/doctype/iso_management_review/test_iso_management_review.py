"""A management review: inputs of 9.3.2, approval, meeting, conclusion and actions."""

import frappe

from iso_qms.iso_review.inputs import TOPICS
from iso_qms.records.errors import GateError, LockedRecordError, SystemFieldError
from iso_qms.tests.factories import as_user
from iso_qms.tests.office_case import OfficeTestCase
from iso_qms.tests.quality import (
	Office,
	change,
	make_effective,
	make_finding,
	make_held_review,
	make_procedure,
	make_review,
	move,
)


class TestISOManagementReview(OfficeTestCase):
	def test_new_review_has_every_input(self):
		"""The twelve topics of clause 9.3.2 are prefilled in their order."""
		review = make_review(self.office)

		self.assertEqual([row.input_code for row in review.inputs], list(TOPICS))

	def test_concluding_makes_followed_up_actions(self):
		"""Each decision becomes one action of the responsible person, named on its row."""
		review = move(make_held_review(self.office), "Conclude", self.office.user("head"))
		action = frappe.get_doc("ISO Review Action", review.outputs[0].action)

		self.assertEqual((action.review, action.status), (review.name, "Open"))
		self.assertEqual(action.responsible, self.office.person("officer"))
		self.assertEqual(review.concluded_by, self.office.user("head"))

	def test_incomplete_input_holds_the_conclusion_back(self):
		"""Every input is complete before the review is concluded."""
		review = make_held_review(self.office)
		with as_user(self.office.user("secretary")):
			doc = frappe.get_doc("ISO Management Review", review.name)
			doc.inputs[4].is_complete = 0
			doc.save()

		with self.assertRaisesRegex(GateError, "c3"):
			move(review, "Conclude", self.office.user("head"))

	def test_missing_input_row_holds_the_conclusion_back(self):
		"""Deleting a topic does not make it complete."""
		review = make_held_review(self.office)
		with as_user(self.office.user("secretary")):
			doc = frappe.get_doc("ISO Management Review", review.name)
			doc.inputs = doc.inputs[1:]
			doc.save()

		with self.assertRaisesRegex(GateError, "not complete yet: a"):
			move(review, "Conclude", self.office.user("head"))

	def test_complete_input_needs_a_summary(self):
		"""A tick without content is refused with its row."""
		review = make_review(self.office)
		with as_user(self.office.user("secretary")):
			doc = frappe.get_doc("ISO Management Review", review.name)
			doc.inputs[0].is_complete = 1

			with self.assertRaisesRegex(frappe.ValidationError, "Row 1 of the inputs"):
				doc.save()

	def test_figures_count_the_agencys_own_records(self):
		"""Figures come from this agency only."""
		make_effective(self.office, make_procedure(self.office))
		make_finding(self.office)
		stranger = Office()
		make_effective(stranger, make_procedure(stranger))
		review = make_review(self.office)
		with as_user(self.office.user("secretary")):
			frappe.get_doc("ISO Management Review", review.name).take_snapshot()
		review.reload()
		figures = {row.input_code: row.data_snapshot for row in review.inputs}

		self.assertIn("Effective procedures: 1;", figures["c3"])
		self.assertIn("0 major, 1 minor", figures["c4"])
		self.assertFalse(figures["b"])

	def test_figures_cannot_be_written_by_hand(self):
		"""A person explains the figures and does not write them."""
		review = make_review(self.office)
		with as_user(self.office.user("secretary")):
			doc = frappe.get_doc("ISO Management Review", review.name)
			doc.inputs[5].data_snapshot = "0 major"

			self.assertRaises(SystemFieldError, doc.save)

	def test_meeting_without_people_is_refused(self):
		"""A meeting has a time and somebody present."""
		review = make_review(self.office)
		move(review, "Send for Approval", self.office.user("secretary"))
		move(review, "Approve", self.office.user("head"))

		with self.assertRaisesRegex(GateError, "Meeting Time"):
			move(review, "Record Meeting", self.office.user("secretary"))

	def test_secretary_cannot_approve(self):
		"""The head approves what the secretary prepared."""
		review = make_review(self.office)
		review = move(review, "Send for Approval", self.office.user("secretary"))

		with self.assertRaises(frappe.ValidationError):
			move(review, "Approve", self.office.user("secretary"))

	def test_concluded_review_is_locked(self):
		"""Minutes do not change after the conclusion."""
		review = move(make_held_review(self.office), "Conclude", self.office.user("head"))

		with self.assertRaises(LockedRecordError):
			change(review, self.office.user("secretary"), discussions="Khác")
