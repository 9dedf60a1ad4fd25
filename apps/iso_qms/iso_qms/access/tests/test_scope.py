"""Which agencies a person belongs to, reads and writes."""

import frappe
from frappe.utils import add_days, nowdate

from iso_qms.access import roles
from iso_qms.access.scope import clear_scopes, get_scope
from iso_qms.access.tests.province import ProvinceTestCase
from iso_qms.tests.factories import make_agency, make_staff, make_user


class TestScope(ProvinceTestCase):
	def test_commune_reads_and_writes_itself_only(self) -> None:
		"""A commune has nothing below it."""
		scope = get_scope(self.secretary_a)

		self.assertEqual((self.a,), scope.own)
		self.assertEqual({self.a}, set(scope.readable))
		self.assertEqual({self.a}, set(scope.writable))

	def test_district_reads_communes_but_writes_itself(self) -> None:
		"""Oversight is reading: a district does not keep the papers of its communes."""
		scope = get_scope(self.head_of_district)

		self.assertTrue({self.district, self.a, self.b} <= scope.readable)
		self.assertNotIn(self.province, scope.readable)
		self.assertEqual({self.district}, set(scope.writable))

	def test_roles_of_the_province_read_all(self) -> None:
		"""Each of the four roles of the province sees every agency."""
		for user in (self.officer, self.inspector, self.leader, self.province_admin):
			self.assertTrue(get_scope(user).reads_all, user)
			self.assertFalse(get_scope(user).unrestricted, user)

	def test_account_without_staff_record_has_no_scope(self) -> None:
		"""A role alone opens nothing: the place in an agency does."""
		for user in (self.stranger, self.citizen, "Guest"):
			self.assertFalse(get_scope(user).is_staff, user)

	def test_closed_agency_is_read_only(self) -> None:
		"""After its last day an agency's papers can be read and no longer changed."""
		agency = make_agency(self.district).name
		user = make_user(agency, roles.SECRETARY)
		frappe.db.set_value("ISO Agency", agency, "valid_to", add_days(nowdate(), -1))
		clear_scopes()

		self.assertEqual({agency}, set(get_scope(user).readable))
		self.assertEqual(set(), set(get_scope(user).writable))

	def test_two_places_give_two_agencies(self) -> None:
		"""The older appointment is the main one."""
		staff = make_staff(self.a, roles.OFFICER)
		make_staff(self.b, roles.HEAD, email=staff.email)

		self.assertEqual((self.a, self.b), get_scope(staff.user).own)

	def test_blocked_staff_record_counts_no_more(self) -> None:
		"""A blocked person sees nothing, even before the session ends."""
		staff = make_staff(self.a, roles.OFFICER)
		staff.account_status = "Blocked"
		staff.save()

		self.assertEqual((), get_scope(staff.user).own)
