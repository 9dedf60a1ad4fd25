"""Staff members: opening, blocking and resetting accounts, and what is refused."""

import frappe
from frappe.utils.password import check_password

from iso_qms.access import roles
from iso_qms.access.tests.province import ProvinceTestCase
from iso_qms.tests.factories import TEST_PASSWORD, as_user, make_staff


class TestISOStaffMember(ProvinceTestCase):
	def test_record_without_account_makes_no_user(self) -> None:
		"""People can be listed before they sign in."""
		staff = make_staff(self.a, account=False)

		self.assertFalse(staff.user)
		self.assertFalse(frappe.db.exists("User", staff.email))

	def test_account_without_email_is_refused(self) -> None:
		"""An account needs an address to sign in with."""
		with self.assertRaises(frappe.ValidationError):
			make_staff(self.a, roles.OFFICER, email="")

	def test_roles_of_the_account_follow_the_record(self) -> None:
		"""Taking a role from the record takes it from the account."""
		staff = make_staff(self.a, roles.OFFICER, roles.AUDITOR)
		staff.roles = [row for row in staff.roles if row.role != roles.AUDITOR]
		staff.save()

		held = frappe.get_roles(staff.user)
		self.assertIn(roles.OFFICER, held)
		self.assertNotIn(roles.AUDITOR, held)

	def test_same_role_twice_is_refused(self) -> None:
		"""A role is listed once."""
		with self.assertRaises(frappe.ValidationError):
			make_staff(self.a, roles.OFFICER, roles.OFFICER)

	def test_password_reset_takes_effect(self) -> None:
		"""An administrator of the agency gives a new password, and short ones are refused."""
		staff = make_staff(self.a, roles.OFFICER)
		with as_user(self.admin_a):
			staff.reset_password(TEST_PASSWORD)
			with self.assertRaises(frappe.ValidationError):
				staff.reset_password("ngắn")

		self.assertEqual(staff.user, check_password(staff.user, TEST_PASSWORD))

	def test_colleague_without_the_role_manages_no_account(self) -> None:
		"""A secretary reads the directory and resets nobody's password."""
		staff = make_staff(self.a, roles.OFFICER)
		with as_user(self.secretary_a), self.assertRaises(frappe.PermissionError):
			staff.reset_password(TEST_PASSWORD)

	def test_second_place_keeps_the_account_open(self) -> None:
		"""Blocking one of two places leaves the other one, with its roles."""
		first = make_staff(self.a, roles.OFFICER)
		second = make_staff(self.b, roles.AUDITOR, email=first.email)
		first.block_account()

		self.assertEqual(first.user, second.user)
		self.assertEqual(1, frappe.db.get_value("User", first.user, "enabled"))
		self.assertNotIn(roles.OFFICER, frappe.get_roles(first.user))
		self.assertIn(roles.AUDITOR, frappe.get_roles(first.user))

	def test_record_with_account_is_not_deleted(self) -> None:
		"""Who did what must stay known: block instead."""
		staff = make_staff(self.a, roles.OFFICER)

		with self.assertRaises(frappe.ValidationError):
			frappe.delete_doc("ISO Staff Member", staff.name)

	def test_account_goes_by_the_new_name(self) -> None:
		"""A corrected name reaches the account, in one piece."""
		staff = make_staff(self.a, roles.OFFICER)
		frappe.db.set_value("User", staff.user, "last_name", "Cũ")
		with as_user(self.admin_a):
			own = frappe.get_doc("ISO Staff Member", staff.name)
			own.full_name = "Trần Thị Bưởi"
			own.save()

		names = frappe.db.get_value("User", staff.user, ["first_name", "last_name", "full_name"])
		self.assertEqual(("Trần Thị Bưởi", None, "Trần Thị Bưởi"), (names[0], names[1] or None, names[2]))

	def test_foreign_account_keeps_its_name(self) -> None:
		"""Neither a person of another agency nor one with a second place there is renamed."""
		foreign = make_staff(self.b, roles.OFFICER)
		shared = make_staff(self.a, roles.OFFICER)
		make_staff(self.b, roles.AUDITOR, email=shared.email)
		for staff in (foreign, shared):
			with as_user(self.admin_a), self.assertRaises(frappe.PermissionError):
				doc = frappe.get_doc("ISO Staff Member", staff.name)
				doc.full_name = "Trần Thị Bưởi"
				doc.save()

			self.assertEqual(staff.full_name, frappe.db.get_value("User", staff.user, "first_name"))

	def test_forms_open_with_the_main_agency(self) -> None:
		"""The default of the field agency is the person's."""
		staff = make_staff(self.a, roles.OFFICER)

		self.assertEqual(self.a, frappe.defaults.get_user_default("agency", staff.user))
