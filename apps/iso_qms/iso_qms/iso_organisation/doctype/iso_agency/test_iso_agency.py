"""Agencies: codes, dates, the tree and who may change what of them."""

import frappe

from iso_qms.access.tests.province import ProvinceTestCase
from iso_qms.iso_organisation.doctype.iso_agency.iso_agency import get_children
from iso_qms.tests.factories import as_user, make_agency


class TestISOAgency(ProvinceTestCase):
	def test_code_becomes_the_name_in_capitals(self) -> None:
		"""Codes are ASCII capitals, so that both databases agree on what is equal."""
		agency = make_agency(agency_code="h49.demo-1")

		self.assertEqual("H49.DEMO-1", agency.name)

	def test_code_with_accents_is_refused(self) -> None:
		"""A Vietnamese letter in a code is named and refused."""
		with self.assertRaisesRegex(frappe.ValidationError, "XÃ-1"):
			make_agency(agency_code="Xã-1")

	def test_end_before_begin_is_refused(self) -> None:
		"""An agency does not end before it begins."""
		with self.assertRaises(frappe.ValidationError):
			make_agency(valid_from="2025-07-01", valid_to="2025-06-30")

	def test_superior_that_is_no_group_is_refused(self) -> None:
		"""Only an agency that has others below it is a superior."""
		with self.assertRaises(frappe.ValidationError):
			make_agency(self.a)

	def test_succession_to_itself_is_refused(self) -> None:
		"""A merger is between different agencies."""
		agency = make_agency(self.district)
		agency.append("successors", {"agency": agency.name})

		with self.assertRaises(frappe.ValidationError):
			agency.save()

	def test_secretary_changes_contact_but_not_structure(self) -> None:
		"""Address and phone are the agency's, name and level the province's."""
		with as_user(self.secretary_a):
			agency = frappe.get_doc("ISO Agency", self.a)
			agency.phone = "0203 3825 000"
			agency.level = "Province"
			agency.save()

		self.assertEqual("0203 3825 000", frappe.db.get_value("ISO Agency", self.a, "phone"))
		self.assertEqual("Commune", frappe.db.get_value("ISO Agency", self.a, "level"))

	def test_secretary_cannot_make_or_change_other_agencies(self) -> None:
		"""Agencies come from the province."""
		other = frappe.get_doc("ISO Agency", self.b)
		with as_user(self.secretary_a):
			other.phone = "1"
			with self.assertRaises(frappe.PermissionError):
				other.save()
			with self.assertRaises(frappe.PermissionError):
				make_agency(self.district)

	def test_tree_starts_at_the_own_agency(self) -> None:
		"""A commune's tree begins with itself, a district's with its communes below."""
		with as_user(self.secretary_a):
			self.assertEqual([self.a], [node.value for node in get_children("ISO Agency")])
		with as_user(self.head_of_district):
			below = get_children("ISO Agency", parent=self.district)

		self.assertTrue({self.a, self.b} <= {node.value for node in below})
		self.assertNotIn(self.district, {node.value for node in below})
