"""A procedure from draft to superseded, and everything that is refused on the way."""

import frappe
from frappe.utils import add_days, nowdate

from iso_qms.records.errors import (
	GateError,
	LockedRecordError,
	SamePersonError,
	SystemFieldError,
)
from iso_qms.tests.factories import as_user, make_department
from iso_qms.tests.office_case import OfficeTestCase
from iso_qms.tests.quality import (
	Office,
	change,
	make_effective,
	make_procedure,
	make_service,
	move,
)


class TestISOProcedure(OfficeTestCase):
	def test_approval_writes_who_and_when(self):
		"""Each step of the approval leaves the acting person and the time on the record."""
		procedure = make_effective(self.office, make_procedure(self.office))

		self.assertEqual(procedure.workflow_state, "Effective")
		self.assertEqual(procedure.drafted_by, self.office.user("secretary"))
		self.assertEqual(procedure.reviewed_by, self.office.user("chief"))
		self.assertEqual(procedure.approved_by, self.office.user("head"))
		self.assertEqual(str(procedure.effective_on), nowdate())

	def test_name_is_agency_code_and_version(self):
		"""The name tells agency, code, issue and revision in plain ASCII."""
		procedure = make_procedure(self.office, code="QT-01")

		self.assertEqual(procedure.name, f"{self.office.agency}-QT-01-1.0")

	def test_code_with_accents_is_refused(self):
		"""A code with accents would make two databases disagree."""
		with self.assertRaisesRegex(frappe.ValidationError, "not usable as a code"):
			make_procedure(self.office, code="QT-ĐẤT")

	def test_author_cannot_review_own_draft(self):
		"""A department head who wrote the procedure does not review it, by action or by save."""
		procedure = make_procedure(self.office, by="chief")
		procedure = move(procedure, "Send for Review", self.office.user("chief"))

		with self.assertRaisesRegex(frappe.ValidationError, "Self approval"):
			move(procedure, "Confirm Review", self.office.user("chief"))
		with self.assertRaises(SamePersonError):
			change(procedure, self.office.user("chief"), workflow_state="Pending Approval")

	def test_sending_without_responsible_is_refused(self):
		"""Every step names who does it before the procedure is reviewed."""
		procedure = make_procedure(
			self.office, steps=[{"step_no": 1, "step_name": "Tiếp nhận"}]
		)

		with self.assertRaisesRegex(GateError, "responsible"):
			move(procedure, "Send for Review", self.office.user("secretary"))

	def test_department_head_drafts_and_sends(self):
		"""A department head writes a draft, changes it and sends it for review."""
		chief = self.office.user("chief")
		with as_user(chief):
			procedure = make_procedure(self.office)
		procedure = change(procedure, chief, title="Tiếp nhận đơn")
		procedure = move(procedure, "Send for Review", chief)

		self.assertEqual(
			("Under Review", chief), (procedure.workflow_state, procedure.drafted_by)
		)

	def test_return_needs_a_reason_each_time(self):
		"""A reviewer returns only with a reason, and the reason of last time does not count."""
		procedure = make_procedure(self.office)
		move(procedure, "Send for Review", self.office.user("secretary"))
		with self.assertRaisesRegex(GateError, "write why"):
			move(procedure, "Return", self.office.user("chief"))

		change(procedure, self.office.user("chief"), return_reason="Thiếu biểu mẫu")
		procedure = move(procedure, "Return", self.office.user("chief"))
		self.assertEqual((procedure.workflow_state, procedure.drafted_by), ("Draft", None))

		procedure = move(procedure, "Send for Review", self.office.user("secretary"))
		self.assertFalse(procedure.return_reason)

	def test_content_is_locked_while_reviewed_and_when_effective(self):
		"""What is reviewed or in force cannot be changed by anybody."""
		procedure = make_procedure(self.office)
		procedure = move(procedure, "Send for Review", self.office.user("secretary"))
		with self.assertRaisesRegex(LockedRecordError, "cannot be changed"):
			change(procedure, self.office.user("secretary"), title="Khác")

		move(procedure, "Confirm Review", self.office.user("chief"))
		procedure = move(procedure, "Approve", self.office.user("head"))
		with as_user(self.office.user("secretary")):
			doc = frappe.get_doc("ISO Procedure", procedure.name)
			doc.steps[0].step_name = "Khác"
			self.assertRaises(LockedRecordError, doc.save)

	def test_approval_fields_cannot_be_forged(self):
		"""Only the system writes who approved."""
		procedure = make_procedure(self.office)

		with self.assertRaises(SystemFieldError):
			change(
				procedure, self.office.user("secretary"), approved_by=self.office.user("head")
			)

	def test_state_cannot_be_skipped(self):
		"""Saving a later state is refused, at creation and afterwards."""
		with self.assertRaises(frappe.ValidationError):
			make_procedure(self.office, workflow_state="Effective")
		procedure = make_procedure(self.office)

		with self.assertRaises(frappe.ValidationError):
			change(procedure, self.office.user("head"), workflow_state="Effective")

	def test_second_effective_version_is_refused(self):
		"""Two effective procedures with one code cannot stand beside each other."""
		first = make_effective(self.office, make_procedure(self.office))
		second = make_procedure(self.office, code=first.code, issue_no=2)
		move(second, "Send for Review", self.office.user("secretary"))
		move(second, "Confirm Review", self.office.user("chief"))

		with self.assertRaisesRegex(GateError, "already effective"):
			move(second, "Approve", self.office.user("head"))

	def test_new_version_supersedes_the_old(self):
		"""The old version ends in the moment the new one is approved."""
		old = make_effective(self.office, make_procedure(self.office))
		with as_user(self.office.user("secretary")):
			name = old.make_new_version()
		new = make_effective(self.office, frappe.get_doc("ISO Procedure", name))
		old.reload()

		self.assertEqual((new.issue_no, new.replaces), (2, old.name))
		self.assertEqual((old.workflow_state, old.superseded_by), ("Superseded", new.name))

	def test_superseding_by_hand_is_refused(self):
		"""No version ends without a newer one."""
		procedure = make_effective(self.office, make_procedure(self.office))

		with self.assertRaises(frappe.ValidationError):
			change(procedure, self.office.user("head"), workflow_state="Superseded")

	def test_effective_in_the_future_is_refused(self):
		"""A procedure is approved on the day from which it holds."""
		procedure = make_procedure(self.office, effective_on=add_days(nowdate(), 3))
		move(procedure, "Send for Review", self.office.user("secretary"))
		move(procedure, "Confirm Review", self.office.user("chief"))

		with self.assertRaisesRegex(GateError, "in the future"):
			move(procedure, "Approve", self.office.user("head"))

	def test_rejection_goes_back_to_an_earlier_step(self):
		"""A step that sends a rejection forward or nowhere is refused with its row."""
		with self.assertRaisesRegex(frappe.ValidationError, "Row 1.*not an earlier step"):
			make_procedure(
				self.office, steps=[{"step_no": 1, "step_name": "Ký", "next_on_reject": 2}]
			)

	def test_steps_over_the_limit_are_marked(self):
		"""48 working hours of steps do not fit into 5 working days; the verdict is stored."""
		service = make_service()
		steps = [
			{
				"step_no": 1,
				"step_name": "Thẩm định",
				"duration": 6,
				"duration_unit": "Working Days",
			}
		]
		procedure = make_procedure(
			self.office,
			procedure_kind="Administrative Service",
			service=service.name,
			steps=steps,
		)

		self.assertEqual((procedure.time_limit, procedure.time_unit), (5, "Working Days"))
		self.assertEqual((procedure.total_hours, procedure.time_check), (48, "Over Limit"))

	def test_service_is_needed_for_a_service_procedure(self):
		"""A procedure of the kind Administrative Service names its service."""
		with self.assertRaises(frappe.MandatoryError):
			make_procedure(self.office, procedure_kind="Administrative Service")

	def test_steps_come_from_the_service(self):
		"""An empty draft takes the first case of the published steps."""
		service = make_service(
			steps=[
				{"branch": 1, "step_no": 1, "step_name": "Nộp hồ sơ"},
				{"branch": 1, "step_no": 2, "step_name": "Trả kết quả"},
				{"branch": 2, "step_no": 1, "step_name": "Trường hợp khác"},
			]
		)
		procedure = make_procedure(
			self.office, procedure_kind="Administrative Service", service=service.name, steps=[]
		)
		with as_user(self.office.user("secretary")):
			procedure.fill_from_service()

		self.assertEqual(
			[row.step_name for row in procedure.steps], ["Nộp hồ sơ", "Trả kết quả"]
		)

	def test_department_of_another_agency_in_a_step_is_refused(self):
		"""Steps are done by departments of the agency itself."""
		foreign = make_department(Office().agency).name

		with self.assertRaisesRegex(
			frappe.ValidationError, "does not belong|cannot read|another agency"
		):
			make_procedure(
				self.office,
				steps=[
					{
						"step_no": 1,
						"step_name": "Tiếp nhận",
						"responsible_role": "x",
						"department": foreign,
					}
				],
			)

	def test_reviewed_procedure_cannot_be_deleted(self):
		"""A draft may be deleted, anything later is evidence."""
		procedure = make_effective(self.office, make_procedure(self.office))

		with self.assertRaises(LockedRecordError):
			frappe.delete_doc("ISO Procedure", procedure.name)
