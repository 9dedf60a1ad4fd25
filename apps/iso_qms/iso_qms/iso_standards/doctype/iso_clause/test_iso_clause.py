"""The tree of clauses: names, parents and refusals."""

import frappe
from frappe.tests.utils import FrappeTestCase

from iso_qms.iso_standards.seed import seed_standards


class TestISOClause(FrappeTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		seed_standards()

	def test_name_is_standard_and_number(self):
		"""9.2.2 of the 2015 edition is named 9001-2015-9.2.2 and hangs below 9.2."""
		clause = frappe.get_doc("ISO Clause", "9001-2015-9.2.2")

		self.assertEqual(clause.parent_iso_clause, "9001-2015-9.2")
		self.assertTrue(clause.questions)

	def test_parent_of_another_standard_is_refused(self):
		"""A clause hangs below a clause of its own edition."""
		frappe.get_doc(
			doctype="ISO Standard", standard_code="TEST-1", title="Test", edition="1"
		).insert()
		doc = frappe.get_doc(
			doctype="ISO Clause",
			standard="TEST-1",
			clause_no="9.9",
			title="x",
			parent_iso_clause="9001-2015-9",
		)

		with self.assertRaisesRegex(frappe.ValidationError, "same standard"):
			doc.insert()

	def test_number_with_letters_is_refused(self):
		"""A clause number is digits and dots."""
		doc = frappe.get_doc(
			doctype="ISO Clause", standard="9001-2015", clause_no="9,2 b", title="x"
		)

		with self.assertRaisesRegex(frappe.ValidationError, "Clause No."):
			doc.insert()
