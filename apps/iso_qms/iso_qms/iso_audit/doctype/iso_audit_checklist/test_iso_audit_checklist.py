"""Recording an audit: who writes, what must be there, and findings from lines."""

import frappe

from iso_qms.records.errors import (
	GateError,
	IndependenceError,
	LockedRecordError,
	SystemFieldError,
)
from iso_qms.tests.factories import as_user, make_staff
from iso_qms.tests.office_case import OfficeTestCase
from iso_qms.tests.quality import (
	change,
	make_checklist,
	make_effective,
	make_plan,
	make_procedure,
	make_running_plan,
	move,
)


class TestISOAuditChecklist(OfficeTestCase):
	def as_auditor(self, sheet):
		return frappe.get_doc("ISO Audit Checklist", sheet.name)

	def test_lines_come_from_clauses_and_procedures(self):
		"""Filling takes planned clauses and effective procedures of the department, once."""
		procedure = make_effective(self.office, make_procedure(self.office))
		sheet = make_checklist(self.office, make_running_plan(self.office))
		with as_user(self.office.user("auditor")):
			added = self.as_auditor(sheet).fill_lines()
			again = self.as_auditor(sheet).fill_lines()
		sheet.reload()

		clauses = {row.clause for row in sheet.lines if row.clause}
		self.assertIn("9001-2015-7.5.3", clauses)
		self.assertNotIn("9001-2015-4.1", clauses)
		self.assertEqual(
			[row.procedure for row in sheet.lines if row.procedure], [procedure.name]
		)
		self.assertEqual((len(sheet.lines), again), (added, 0))

	def test_checklist_of_a_draft_plan_is_refused(self):
		"""Nothing is recorded before the plan is approved."""
		plan = make_plan(self.office)

		with self.assertRaises((GateError, frappe.PermissionError)):
			make_checklist(self.office, plan)

	def test_other_auditor_cannot_write(self):
		"""An auditor writes his own checklist only; the lead auditor may."""
		plan = make_running_plan(self.office)
		sheet = make_checklist(self.office, plan, "Not Assessed")
		colleague = make_staff(self.office.agency, "ISO Auditor", department=self.office.other)
		with self.assertRaisesRegex(frappe.PermissionError, "lead auditor"):
			change(sheet, colleague.user, strengths="x")

		sheet = change(sheet, self.office.user("lead"), strengths="Lưu hồ sơ tốt")
		self.assertEqual(sheet.strengths, "Lưu hồ sơ tốt")

	def test_own_department_is_refused(self):
		"""The auditor of a checklist does not work in the department."""
		plan = make_running_plan(self.office)
		doc = frappe.get_doc(
			doctype="ISO Audit Checklist",
			plan=plan.name,
			department=self.office.other,
			auditor=self.office.person("auditor"),
			audit_date=plan.date_from,
		)

		with self.assertRaises(IndependenceError):
			doc.insert()

	def test_sending_needs_conclusions_and_findings(self):
		"""Open lines and nonconformities without a finding hold a checklist back."""
		plan = make_running_plan(self.office)
		open_sheet = make_checklist(self.office, plan, "Not Assessed")
		with self.assertRaisesRegex(GateError, "conclusion"):
			move(open_sheet, "Send to Lead", self.office.user("auditor"))

		sheet = make_checklist(self.office, plan, "Conforming", "Major")
		with self.assertRaisesRegex(GateError, "raise a finding"):
			move(sheet, "Send to Lead", self.office.user("auditor"))

	def test_finding_takes_the_facts_of_its_line(self):
		"""Level, department and evidence come from the line, which then names the finding."""
		sheet = make_checklist(
			self.office, make_running_plan(self.office), "Conforming", "Major"
		)
		with as_user(self.office.user("auditor")):
			name = self.as_auditor(sheet).raise_finding(sheet.lines[1].name)
		finding = frappe.get_doc("ISO Audit Finding", name)
		sheet.reload()

		self.assertEqual(
			(finding.classification, finding.department), ("Major", self.office.department)
		)
		self.assertEqual(
			(finding.evidence, finding.raised_by), ("Hồ sơ 01", self.office.user("auditor"))
		)
		self.assertEqual(sheet.lines[1].finding, name)

	def test_second_finding_of_a_line_is_refused(self):
		"""One line has one finding."""
		sheet = make_checklist(self.office, make_running_plan(self.office), "Minor")
		with as_user(self.office.user("auditor")):
			self.as_auditor(sheet).raise_finding(sheet.lines[0].name)

			with self.assertRaisesRegex(frappe.ValidationError, "already has a finding"):
				self.as_auditor(sheet).raise_finding(sheet.lines[0].name)

	def test_line_with_a_finding_stays(self):
		"""The conclusion that led to a finding is not softened afterwards."""
		sheet = make_checklist(self.office, make_running_plan(self.office), "Major")
		with as_user(self.office.user("auditor")):
			self.as_auditor(sheet).raise_finding(sheet.lines[0].name)
			doc = self.as_auditor(sheet)
			doc.lines[0].finding_type = "Conforming"

			self.assertRaises(LockedRecordError, doc.save)

	def test_foreign_finding_on_a_line_is_refused(self):
		"""A line cannot borrow the finding of another line."""
		plan = make_running_plan(self.office)
		sheet = make_checklist(self.office, plan, "Minor", "Minor")
		with as_user(self.office.user("auditor")):
			name = self.as_auditor(sheet).raise_finding(sheet.lines[0].name)
			doc = self.as_auditor(sheet)
			doc.lines[1].finding = name

			self.assertRaises(SystemFieldError, doc.save)

	def test_only_the_lead_closes(self):
		"""The lead auditor closes; closed lines are locked."""
		sheet = make_checklist(self.office, make_running_plan(self.office), "Conforming")
		sheet = move(sheet, "Send to Lead", self.office.user("auditor"))
		with self.assertRaises(frappe.ValidationError):
			move(sheet, "Close", self.office.user("auditor"))

		sheet = move(sheet, "Close", self.office.user("lead"))
		self.assertEqual(sheet.closed_by, self.office.user("lead"))
		with self.assertRaises(LockedRecordError):
			change(sheet, self.office.user("lead"), conclusion="Khác")
