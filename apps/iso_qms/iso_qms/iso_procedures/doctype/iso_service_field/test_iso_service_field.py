"""Fields of services."""

import frappe
from frappe.tests.utils import FrappeTestCase


class TestISOServiceField(FrappeTestCase):
	def test_code_with_accents_is_refused(self):
		"""The code is plain ASCII."""
		doc = frappe.get_doc(
			doctype="ISO Service Field", field_code="đất đai", field_name="Đất đai"
		)

		with self.assertRaisesRegex(frappe.ValidationError, "not usable as a code"):
			doc.insert()
