"""The small province that the access tests share: two communes of one district."""

from typing import Any

import frappe
from frappe.tests.utils import FrappeTestCase

from iso_qms.access import roles
from iso_qms.access.scope import clear_scopes
from iso_qms.tests.factories import (
	make_agency,
	make_department,
	make_site_user,
	make_staff,
	make_user,
)


class ProvinceTestCase(FrappeTestCase):
	"""Province → district → communes A and B, each with a department and people."""

	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		frappe.set_user("Administrator")
		# Stock Frappe disables no account while nobody but Administrator runs the site.
		make_site_user("System Manager")
		cls.province = make_agency(is_group=1, level="Province").name
		cls.district = make_agency(cls.province, is_group=1, level="District").name
		cls.a = make_agency(cls.district).name
		cls.b = make_agency(cls.district).name
		cls.department_a = make_department(cls.a).name
		cls.department_b = make_department(cls.b).name
		cls.admin_a = make_user(cls.a, roles.AGENCY_ADMIN, department=cls.department_a)
		cls.secretary_a = make_user(cls.a, roles.SECRETARY, department=cls.department_a)
		cls.secretary_b = make_user(cls.b, roles.SECRETARY, department=cls.department_b)
		cls.head_of_district = make_user(cls.district, roles.HEAD)
		cls.officer = make_user(cls.province, roles.PROVINCIAL_OFFICER)
		cls.inspector = make_user(cls.province, roles.INSPECTOR)
		cls.leader = make_user(cls.province, roles.PROVINCIAL_LEADER)
		cls.province_admin = make_user(cls.province, roles.PROVINCIAL_ADMIN)
		cls.citizen = make_site_user(user_type="Website User")
		cls.stranger = make_site_user(roles.SECRETARY)

	def setUp(self) -> None:
		clear_scopes()

	def tearDown(self) -> None:
		frappe.set_user("Administrator")

	def staff_of(self, user: str) -> Any:
		"""The staff record behind an account."""
		return frappe.get_doc("ISO Staff Member", {"user": user})

	def make_procedure(self, agency: str, **values: Any) -> Any:
		"""A draft procedure of an agency, made by Administrator."""
		return frappe.get_doc(
			{
				"doctype": "ISO Procedure",
				"agency": agency,
				"code": f"QT-{frappe.generate_hash(length=6).upper()}",
				"title": "Tiếp nhận và xử lý văn bản đến",
				"procedure_kind": "Internal",
				"steps": [{"step_no": 1, "step_name": "Tiếp nhận"}],
				**values,
			}
		).insert()

	def make_officer_of(self, agency: str) -> Any:
		"""A staff record with an officer's account."""
		return make_staff(agency, roles.OFFICER)

	def names(self, doctype: str, user: str, **filters: Any) -> set[str]:
		"""The names that a user sees in the list."""
		frappe.set_user(user)
		try:
			return set(frappe.get_list(doctype, filters=filters, pluck="name", limit_page_length=0))
		finally:
			frappe.set_user("Administrator")
