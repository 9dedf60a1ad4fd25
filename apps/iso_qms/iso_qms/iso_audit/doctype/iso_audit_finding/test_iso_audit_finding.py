"""A finding from issue to closing: every act by the right person, in the right order."""

import frappe
from frappe.utils import add_days, nowdate

from iso_qms.records.errors import (
	GateError,
	LockedRecordError,
	SamePersonError,
	SystemFieldError,
)
from iso_qms.tests.factories import as_user
from iso_qms.tests.office_case import OfficeTestCase
from iso_qms.tests.quality import (
	answer_finding,
	change,
	make_finding,
	move,
	verify_finding,
)


class TestISOAuditFinding(OfficeTestCase):
	def test_finding_is_answered_verified_and_closed(self):
		"""The whole way, with everybody written down."""
		finding = answer_finding(self.office, make_finding(self.office))
		finding = verify_finding(finding, self.office.user("auditor"))
		finding = move(finding, "Verify", self.office.user("auditor"))
		finding = move(finding, "Close", self.office.user("lead"))

		self.assertEqual(finding.workflow_state, "Closed")
		self.assertEqual(finding.auditee_confirmed_by, self.office.user("chief"))
		self.assertEqual(finding.actions[0].done_by, self.office.user("officer"))
		self.assertEqual(finding.verifications[0].verified_by, self.office.user("auditor"))
		self.assertEqual(
			(finding.closed_by, str(finding.closed_on.date())),
			(self.office.user("lead"), nowdate()),
		)

	def test_answer_needs_correction_cause_and_actions(self):
		"""A nonconformity is not answered by silence."""
		finding = make_finding(self.office)

		with self.assertRaisesRegex(GateError, "Correction"):
			move(finding, "Submit Answer", self.office.user("chief"))

	def test_observation_may_be_answered_without_actions(self):
		"""An observation obliges to an answer, not to corrective actions."""
		finding = make_finding(self.office, "Observation")

		self.assertEqual(
			move(finding, "Submit Answer", self.office.user("chief")).workflow_state,
			"In Progress",
		)

	def test_open_action_holds_the_finding_back(self):
		"""Nothing is reported as done while an action is open."""
		finding = make_finding(self.office)
		action = {
			"action": "Sửa",
			"responsible": self.office.person("officer"),
			"due_date": nowdate(),
		}
		change(
			finding, self.office.user("chief"), correction="x", root_cause="y", actions=[action]
		)
		move(finding, "Submit Answer", self.office.user("chief"))

		with self.assertRaisesRegex(GateError, "not done yet"):
			move(finding, "Report Done", self.office.user("chief"))

	def test_action_without_evidence_is_not_done(self):
		"""Done means that something shows it."""
		finding = make_finding(self.office)
		action = {
			"action": "Sửa",
			"responsible": self.office.person("officer"),
			"due_date": nowdate(),
			"status": "Done",
		}

		with self.assertRaisesRegex(frappe.ValidationError, "evidence"):
			change(finding, self.office.user("chief"), actions=[action])

	def test_doer_cannot_verify(self):
		"""Who did an action, or is responsible for one, verifies nothing, whatever the role."""
		finding = answer_finding(self.office, make_finding(self.office))
		doer = frappe.get_doc("ISO Staff Member", self.office.person("officer"))
		doer.append("roles", {"role": "ISO Auditor"})
		doer.save()

		with self.assertRaises((SamePersonError, LockedRecordError)):
			verify_finding(finding, self.office.user("officer"))

	def test_unverified_finding_cannot_be_closed(self):
		"""Closing needs a satisfactory verification, also through a plain save."""
		finding = answer_finding(self.office, make_finding(self.office))
		with self.assertRaisesRegex(GateError, "Satisfactory"):
			move(finding, "Verify", self.office.user("auditor"))

		with self.assertRaises(frappe.ValidationError):
			change(finding, self.office.user("lead"), workflow_state="Closed")

	def test_rejected_result_returns_to_the_department(self):
		"""A result that is not satisfactory goes back and needs another verification."""
		finding = answer_finding(self.office, make_finding(self.office))
		with self.assertRaisesRegex(GateError, "Not Satisfactory"):
			move(finding, "Reject Result", self.office.user("auditor"))

		finding = verify_finding(finding, self.office.user("auditor"), "Not Satisfactory")
		finding = move(finding, "Reject Result", self.office.user("auditor"))
		self.assertEqual(finding.workflow_state, "In Progress")
		self.assertEqual(finding.auditee_confirmed_by, self.office.user("chief"))

	def test_verification_cannot_be_rewritten(self):
		"""A verification, once written, neither changes nor disappears."""
		finding = answer_finding(self.office, make_finding(self.office))
		finding = verify_finding(finding, self.office.user("auditor"), "Not Satisfactory")
		with as_user(self.office.user("auditor")):
			doc = frappe.get_doc("ISO Audit Finding", finding.name)
			doc.verifications[0].result = "Satisfactory"
			self.assertRaises(LockedRecordError, doc.save)

			doc = frappe.get_doc("ISO Audit Finding", finding.name)
			doc.verifications = []
			self.assertRaises(LockedRecordError, doc.save)

	def test_issued_statement_is_locked(self):
		"""The department answers the statement; it does not edit it."""
		finding = make_finding(self.office)

		with self.assertRaises(LockedRecordError):
			change(finding, self.office.user("chief"), description="Không có lỗi")
		with self.assertRaises(LockedRecordError):
			change(finding, self.office.user("chief"), classification="Observation")

	def test_extension_is_given_by_the_auditors_side(self):
		"""The department cannot move its own deadline; the lead auditor can, with a reason."""
		finding = make_finding(self.office)
		later = add_days(finding.due_date, 10)
		with self.assertRaises(frappe.PermissionError):
			change(
				finding, self.office.user("chief"), extended_to=later, extension_reason="Bận"
			)
		with self.assertRaisesRegex(frappe.ValidationError, "reason"):
			change(finding, self.office.user("lead"), extended_to=later)

		finding = change(
			finding,
			self.office.user("lead"),
			extended_to=later,
			extension_reason="Chờ kinh phí",
		)
		self.assertEqual(str(finding.deadline), str(later))

	def test_raised_by_cannot_be_forged(self):
		"""Who raised a finding is written by the system."""
		finding = make_finding(self.office)

		with self.assertRaises(SystemFieldError):
			change(finding, self.office.user("lead"), raised_by=self.office.user("chief"))

	def test_finding_outside_a_running_audit_is_refused(self):
		"""A finding of the source Internal Audit names its audit."""
		doc = frappe.get_doc(
			doctype="ISO Audit Finding",
			agency=self.office.agency,
			title="x",
			classification="Minor",
			source="Internal Audit",
			department=self.office.department,
			description="x",
			due_date=nowdate(),
		)

		with self.assertRaises(frappe.MandatoryError):
			doc.insert()

	def test_withdrawal_needs_a_reason(self):
		"""A finding is withdrawn with a reason and stays as evidence."""
		finding = make_finding(self.office)
		with self.assertRaises(GateError):
			move(finding, "Withdraw", self.office.user("lead"))

		change(finding, self.office.user("lead"), return_reason="Nhầm phòng")
		finding = move(finding, "Withdraw", self.office.user("lead"))
		self.assertEqual(finding.workflow_state, "Cancelled")
		with self.assertRaises(LockedRecordError):
			frappe.delete_doc("ISO Audit Finding", finding.name)
