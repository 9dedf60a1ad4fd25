"""Editions of standards: what is shipped, and which codes are refused."""

import frappe
from frappe.tests.utils import FrappeTestCase

from iso_qms.iso_standards.seed import seed_standards


class TestISOStandard(FrappeTestCase):
	def test_shipped_edition_is_loaded(self):
		"""ISO 9001:2015 is there with its clauses 4 to 10 after the app is installed."""
		seed_standards()

		self.assertEqual(
			frappe.db.get_value("ISO Standard", "9001-2015", "national_no"),
			"TCVN ISO 9001:2015",
		)
		tops = frappe.get_all(
			"ISO Clause",
			{"standard": "9001-2015", "parent_iso_clause": ["is", "not set"]},
			pluck="clause_no",
		)
		self.assertEqual(sorted(tops, key=int), ["4", "5", "6", "7", "8", "9", "10"])

	def test_seeding_twice_changes_nothing(self):
		"""A reworded clause survives the next seeding, and nothing is inserted again."""
		seed_standards()
		frappe.db.set_value(
			"ISO Clause", "9001-2015-9.2.2", "title_vi", "Đánh giá nội bộ (địa phương)"
		)

		self.assertEqual(seed_standards(), 0)
		self.assertEqual(
			frappe.db.get_value("ISO Clause", "9001-2015-9.2.2", "title_vi"),
			"Đánh giá nội bộ (địa phương)",
		)

	def test_code_with_accents_is_refused(self):
		"""A code becomes part of names and addresses, so it is plain ASCII."""
		doc = frappe.get_doc(
			doctype="ISO Standard", standard_code="Tiêu chuẩn", title="x", edition="1"
		)

		with self.assertRaisesRegex(frappe.ValidationError, "not usable as a code"):
			doc.insert()
