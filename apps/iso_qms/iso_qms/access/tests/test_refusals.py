"""What a save refuses: foreign agencies, moves, foreign links, shares, files by address."""

import frappe

from iso_qms.access import roles
from iso_qms.access.checks import has_permission
from iso_qms.access.tests.province import ProvinceTestCase
from iso_qms.tests.factories import as_user, make_staff, make_user


class TestRefusals(ProvinceTestCase):
	def test_agency_is_filled_in_from_the_staff_record(self) -> None:
		"""A new record belongs to the agency of the person who makes it."""
		with as_user(self.secretary_a):
			procedure = self.make_procedure("")

		self.assertEqual(self.a, procedure.agency)

	def test_record_for_another_agency_is_refused(self) -> None:
		"""Nobody makes records in the name of another agency."""
		with as_user(self.secretary_a), self.assertRaises(frappe.PermissionError):
			self.make_procedure(self.b)

	def test_claiming_a_foreign_record_is_refused(self) -> None:
		"""Naming the own agency in the body of a foreign record gains nothing."""
		procedure = self.make_procedure(self.b)
		with as_user(self.secretary_a), self.assertRaises(frappe.PermissionError):
			procedure.agency = self.a
			procedure.save()

	def test_moving_to_another_agency_is_refused_even_to_administrator(self) -> None:
		"""A record stays with the agency that made it."""
		procedure = self.make_procedure(self.a)
		procedure.agency = self.b

		with self.assertRaisesRegex(frappe.PermissionError, self.b):
			procedure.save()

	def test_a_refusal_is_said_in_words(self) -> None:
		"""Who asks why reads the person's own agencies, and nothing of the foreign one."""
		procedure = self.make_procedure(self.b)
		frappe.flags["has_permission_check_logs"] = said = []
		try:
			self.assertIs(has_permission(procedure, "read", self.secretary_a), False)
		finally:
			frappe.flags.pop("has_permission_check_logs")
		own, foreign = (
			frappe.db.get_value("ISO Agency", name, "agency_name") for name in (self.a, self.b)
		)

		self.assertIn(own, said[0])
		self.assertNotIn(foreign, said[0])

	def test_deleting_a_foreign_record_is_refused(self) -> None:
		"""Deleting asks the same rule."""
		name = self.make_procedure(self.b).name
		with as_user(self.secretary_a), self.assertRaises(frappe.PermissionError):
			frappe.delete_doc("ISO Procedure", name)

	def test_department_of_another_agency_is_refused(self) -> None:
		"""A record and its department belong together, whoever saves."""
		with self.assertRaises(frappe.ValidationError):
			make_staff(self.a, roles.OFFICER, department=self.department_b)

	def test_province_officer_cannot_change_records_of_agencies(self) -> None:
		"""The standards office reads all and writes none of it."""
		procedure = self.make_procedure(self.a)
		with as_user(self.officer), self.assertRaises(frappe.PermissionError):
			procedure.title = "Sửa từ tỉnh"
			procedure.save()

	def test_sharing_a_record_is_refused_to_everybody(self) -> None:
		"""A share would beat every rule, so not even Administrator makes one."""
		name = self.make_procedure(self.a).name

		with self.assertRaises(frappe.PermissionError):
			frappe.share.add("ISO Procedure", name, self.secretary_b)

	def test_comment_on_a_foreign_record_is_refused(self) -> None:
		"""Writing beside a record needs reading it."""
		name = self.make_procedure(self.b).name
		comment = {
			"doctype": "Comment",
			"comment_type": "Comment",
			"reference_doctype": "ISO Procedure",
			"reference_name": name,
			"content": "thử",
		}
		with as_user(self.secretary_a), self.assertRaises(frappe.PermissionError):
			frappe.get_doc(comment).insert(ignore_permissions=True)

	def test_file_on_a_foreign_record_is_refused(self) -> None:
		"""Attaching needs the right to change the record."""
		name = self.make_procedure(self.b).name
		with as_user(self.secretary_a), self.assertRaises(frappe.PermissionError):
			self._attach(name)

	def test_public_file_on_a_record_is_refused(self) -> None:
		"""A public file would have an address without login."""
		name = self.make_procedure(self.a).name
		with as_user(self.secretary_a), self.assertRaises(frappe.ValidationError):
			self._attach(name, is_private=0)

	def test_second_row_on_a_foreign_file_is_refused(self) -> None:
		"""Knowing the address of a private file does not open it."""
		foreign = self._attach(self.make_procedure(self.b).name)
		row = {
			"doctype": "File",
			"file_name": foreign.file_name,
			"file_url": foreign.file_url,
			"is_private": 1,
		}
		with as_user(self.secretary_a), self.assertRaises(frappe.PermissionError):
			frappe.get_doc(row).insert()

	def _attach(self, name: str, **values: int) -> object:
		return frappe.get_doc(
			{
				"doctype": "File",
				"file_name": f"{frappe.generate_hash(length=8)}.txt",
				"attached_to_doctype": "ISO Procedure",
				"attached_to_name": name,
				"is_private": 1,
				"content": frappe.generate_hash(length=20),
				**values,
			}
		).insert()

	def test_rows_are_not_changed_without_their_document(self) -> None:
		"""A step sent by itself would miss the agency and the state of its procedure."""
		procedure = self.make_procedure(self.a)
		row = {
			"doctype": "ISO Procedure Step",
			"parent": procedure.name,
			"parenttype": "ISO Procedure",
			"parentfield": "steps",
			"step_no": 2,
			"step_name": "Chen",
		}
		for user in (self.secretary_a, self.secretary_b, "Administrator"):
			with as_user(user):
				with self.assertRaises(frappe.PermissionError):
					frappe.get_doc(row).insert()
				step = frappe.get_doc("ISO Procedure Step", procedure.steps[0].name)
				step.step_name = "Doi"
				with self.assertRaises(frappe.PermissionError):
					step.save()
				with self.assertRaises(frappe.PermissionError):
					frappe.delete_doc("ISO Procedure Step", step.name)

	def test_role_of_one_agency_does_not_count_in_another(self) -> None:
		"""A secretary of A who is an officer of B writes in A only."""
		staff = make_staff(self.a, roles.SECRETARY)
		make_staff(self.b, roles.OFFICER, email=staff.email)
		mine, other = self.make_procedure(self.a), self.make_procedure(self.b)

		self.assertTrue(mine.has_permission("write", user=staff.user))
		self.assertTrue(other.has_permission("read", user=staff.user))
		self.assertFalse(other.has_permission("write", user=staff.user))


class TestLentAuditor(ProvinceTestCase):
	def make_plan(self, state: str) -> str:
		"""An audit plan of B whose team names an auditor of A, in the given state."""
		staff = make_staff(self.a, roles.AUDITOR, may_be_lent=1)
		self.auditor = staff.user
		plan = frappe.new_doc("ISO Audit Plan")
		plan.update(
			{
				"agency": self.b,
				"title": "Đánh giá nội bộ",
				"workflow_state": state,
			}
		)
		plan.name = f"KH-{frappe.generate_hash(length=8)}"
		row = plan.append(
			"team", {"staff_member": staff.name, "user": staff.user, "team_role": "Auditor"}
		)
		row.name = frappe.generate_hash(length=10)
		# The audit's own gates are not the subject here: the rows are put down as they are.
		plan.db_insert()
		row.db_insert()
		return plan.name

	def test_running_plan_opens_itself_to_the_team(self) -> None:
		"""A lent auditor sees the plan while it runs, and the departments to be audited."""
		plan = self.make_plan("In Progress")

		self.assertEqual({plan}, self.names("ISO Audit Plan", self.auditor))
		self.assertTrue(
			frappe.has_permission("ISO Audit Plan", "read", doc=plan, user=self.auditor)
		)
		self.assertIn(self.department_b, self.names("ISO Department", self.auditor))

	def test_plan_that_does_not_run_stays_closed(self) -> None:
		"""Before approval and after completion the lent auditor sees nothing of B."""
		for state in ("Draft", "Completed"):
			plan = self.make_plan(state)

			self.assertEqual(set(), self.names("ISO Audit Plan", self.auditor), state)
			self.assertFalse(
				frappe.has_permission("ISO Audit Plan", "read", doc=plan, user=self.auditor), state
			)

	def test_lent_auditor_sees_nothing_else_of_the_agency(self) -> None:
		"""The plan opens the audit, not the agency."""
		procedure = self.make_procedure(self.b)
		self.make_plan("In Progress")

		self.assertFalse(procedure.has_permission("read", user=self.auditor))
		self.assertNotIn(self.secretary_b, self.names("User", self.auditor))

	def test_auditor_outside_the_team_sees_nothing(self) -> None:
		"""Being an auditor elsewhere opens no plan."""
		self.make_plan("In Progress")
		other = make_user(self.a, roles.AUDITOR)

		self.assertEqual(set(), self.names("ISO Audit Plan", other))
