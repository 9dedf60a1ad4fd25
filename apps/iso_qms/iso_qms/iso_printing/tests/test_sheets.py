"""Sheets on paper: each says what the record says, in people's names, with the code that leads back to it."""

import frappe
from frappe.www.printview import get_html_and_style

from iso_qms.iso_printing.values import iso_text
from iso_qms.tests.office_case import OfficeTestCase
from iso_qms.tests.quality import answer_finding, make_finding, make_plan, make_procedure

QR = "data:image/png;base64,"


class TestSheets(OfficeTestCase):
	def sheet(self, doc, print_format: str) -> str:
		"""The sheet itself, without the page around it, whose style a bench must have built first."""
		return get_html_and_style(doc.doctype, name=doc.name, print_format=print_format)["html"]

	def test_a_request_for_corrective_action(self) -> None:
		"""Five parts in order; what nobody has done yet stays empty, what was answered names who and what."""
		finding = make_finding(self.office)
		empty = self.sheet(finding, "ISO Corrective Action Request")
		frappe.clear_document_cache(finding.doctype, finding.name)
		html = self.sheet(answer_finding(self.office, finding), "ISO Corrective Action Request")
		parts = [
			html.index(frappe._(text))
			for text in (
				"1. Description of the Nonconformity",
				"2. Correction and Root Cause",
				"3. Corrective Actions",
				"4. Verification",
				"5. Closing",
			)
		]

		self.assertEqual(parts, sorted(parts))
		self.assertNotIn("Tập huấn lại", empty)
		for text in ("Tập huấn lại", "Chưa hướng dẫn", finding.name, QR):
			self.assertIn(text, html)
		self.assertNotIn(self.office.user("lead"), html)

	def test_an_audit_plan(self) -> None:
		"""Team and timetable with names of people and departments, not with their codes."""
		plan = make_plan(self.office, title="Đánh giá <đợt 1>")
		html = self.sheet(plan, "ISO Audit Plan Sheet")
		department = frappe.db.get_value(
			"ISO Department", self.office.department, "department_name"
		)

		self.assertIn(department, html)
		self.assertIn(
			frappe.db.get_value("ISO Staff Member", self.office.person("auditor"), "full_name"),
			html,
		)
		self.assertIn("7.5, 9.2", html)
		self.assertIn(QR, html)
		self.assertNotIn("<đợt 1>", html)

	def test_a_procedure(self) -> None:
		"""The steps stand in the sheet under their numbered heading."""
		procedure = make_procedure(self.office)
		html = self.sheet(procedure, "ISO Procedure Sheet")

		self.assertIn(frappe._("5. Steps"), html)
		self.assertIn(procedure.steps[0].step_name, html)
		self.assertIn(QR, html)

	def test_text_of_a_field(self) -> None:
		"""Links by title, signs of HTML as signs, lines as lines."""
		plan = make_plan(self.office, purpose="A & B\n1 < 2")
		agency = frappe.db.get_value("ISO Agency", self.office.agency, "agency_name")

		self.assertEqual(iso_text(plan, "agency"), frappe.utils.escape_html(agency))
		self.assertEqual(iso_text(plan, "purpose"), "A &amp; B<br>1 &lt; 2")
		self.assertEqual(iso_text(plan, "return_reason"), "")
