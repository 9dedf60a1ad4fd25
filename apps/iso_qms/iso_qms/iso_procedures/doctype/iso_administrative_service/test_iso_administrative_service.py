"""Administrative services: codes, levels and steps."""

import frappe
from frappe.tests.utils import FrappeTestCase

from iso_qms.tests.quality import make_service


class TestISOAdministrativeService(FrappeTestCase):
	def test_levels_are_read_from_the_text(self):
		"""The published levels become marks that lists filter by."""
		service = make_service(executing_level="Cấp tỉnh, Cấp xã")

		self.assertEqual(
			(service.at_ministry, service.at_province, service.at_commune), (0, 1, 1)
		)

	def test_wrong_code_is_refused(self):
		"""A code is a digit, a dot and six digits."""
		with self.assertRaisesRegex(frappe.ValidationError, "Procedure Code"):
			make_service(tthc_code="1.0011")

	def test_step_used_twice_is_refused(self):
		"""A number occurs once in each case."""
		steps = [{"step_no": 1, "step_name": "a"}, {"step_no": 1, "step_name": "b"}]

		with self.assertRaisesRegex(frappe.ValidationError, "Row 2"):
			make_service(steps=steps)

	def test_limit_without_unit_is_refused(self):
		"""A number alone is no time limit."""
		with self.assertRaisesRegex(frappe.ValidationError, "Time Unit"):
			make_service(time_unit=None)
