"""Departments: names from agency and code, one name once in an agency."""

import frappe

from iso_qms.access.tests.province import ProvinceTestCase
from iso_qms.tests.factories import as_user, make_department


class TestISODepartment(ProvinceTestCase):
	def test_name_is_agency_and_code(self) -> None:
		"""Two agencies may both have a department VP."""
		first = make_department(self.a, code="vp")
		second = make_department(self.b, code="VP")

		self.assertEqual(f"{self.a}-VP", first.name)
		self.assertEqual(f"{self.b}-VP", second.name)

	def test_same_name_twice_in_an_agency_is_refused(self) -> None:
		"""A department is not entered twice under two codes."""
		make_department(self.a, department_name="Phòng Tư pháp")

		with self.assertRaisesRegex(frappe.ValidationError, "Tư pháp"):
			make_department(self.a, department_name="Phòng Tư pháp")

	def test_administrator_makes_departments_of_the_own_agency(self) -> None:
		"""The agency is filled in, and no other can be chosen."""
		with as_user(self.admin_a):
			department = make_department("")
			with self.assertRaises(frappe.PermissionError):
				make_department(self.b)

		self.assertEqual(self.a, department.agency)

	def test_code_with_accents_is_refused(self) -> None:
		"""Codes are ASCII."""
		with self.assertRaises(frappe.ValidationError):
			make_department(self.a, code="PHÒNG")
