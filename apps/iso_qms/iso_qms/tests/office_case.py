"""A test case with one office for all its tests; what a test writes is rolled back after it.

Making an account empties every cache of stock Frappe, so people are made once for each class.
"""

import frappe
from frappe.tests.utils import FrappeTestCase

from iso_qms.access.scope import clear_scopes
from iso_qms.tests.quality import PEOPLE, Office

SAVEPOINT = "iso_office_case"


class OfficeTestCase(FrappeTestCase):
	"""`self.office` is an agency with two departments and its people."""

	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		frappe.set_user("Administrator")
		cls.office = Office()
		for key in PEOPLE:
			cls.office.user(key)

	def setUp(self) -> None:
		super().setUp()
		frappe.db.savepoint(SAVEPOINT)
		clear_scopes()

	def tearDown(self) -> None:
		frappe.set_user("Administrator")
		frappe.db.rollback(save_point=SAVEPOINT)
		clear_scopes()
		super().tearDown()
