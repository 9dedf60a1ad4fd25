"""Script reports and number cards: what they count, and that they count only what one may read."""

import frappe
from frappe.utils import add_days, nowdate

from iso_qms.iso_audit.report.iso_audit_progress import iso_audit_progress
from iso_qms.iso_audit.report.iso_findings_summary import iso_findings_summary
from iso_qms.iso_procedures.report.iso_procedure_time_check import iso_procedure_time_check
from iso_qms.iso_review.report.iso_review_follow_up import iso_review_follow_up
from iso_qms.iso_workspace.overdue import count_findings, count_review_actions
from iso_qms.iso_workspace.report.iso_activity_by_agency import iso_activity_by_agency
from iso_qms.tests.factories import as_user, make_site_user, make_user
from iso_qms.tests.office_case import OfficeTestCase
from iso_qms.tests.quality import (
	Office,
	answer_finding,
	make_effective,
	make_finding,
	make_held_review,
	make_procedure,
	move,
	verify_finding,
)


class TestReports(OfficeTestCase):
	def run_as(self, person: str, report, **filters):
		with as_user(self.office.user(person)):
			return report.execute(filters)

	def test_time_check_puts_the_slowest_first(self):
		"""A procedure of 12 hours with a limit of 8 is 4 hours over."""
		steps = [{"step_no": 1, "step_name": "a", "duration": 12}]
		make_procedure(self.office, time_limit=1, time_unit="Working Days", steps=steps)
		make_procedure(self.office, time_limit=9, time_unit="Working Days")
		_columns, rows = self.run_as("secretary", iso_procedure_time_check)

		self.assertEqual(
			[(row.excess_hours, row.time_check) for row in rows],
			[(4, "Over Limit"), (0, "Within Limit")],
		)

	def test_states_are_in_columns_that_desks_translate(self):
		"""A state is stored in English; as plain data it would be shown so."""
		for report in (iso_procedure_time_check, iso_audit_progress, iso_review_follow_up):
			columns = self.run_as("secretary", report)[0]
			kinds = {
				column["fieldtype"]
				for column in columns
				if column["fieldname"] in ("workflow_state", "status", "time_check")
			}

			self.assertEqual({"Select"}, kinds, report.__name__)

	def test_reports_show_no_other_agency(self):
		"""What belongs to another agency is not counted."""
		make_procedure(Office())
		make_finding(Office())

		self.assertEqual(self.run_as("secretary", iso_procedure_time_check)[1], [])
		self.assertEqual(self.run_as("secretary", iso_findings_summary)[1], [])
		self.assertEqual(self.run_as("secretary", iso_audit_progress)[1], [])

	def test_findings_are_counted_with_days_to_close(self):
		"""One closed finding, one overdue: counts and the mean days."""
		closed = verify_finding(
			answer_finding(self.office, make_finding(self.office)), self.office.user("auditor")
		)
		move(closed, "Verify", self.office.user("auditor"))
		move(closed, "Close", self.office.user("lead"))
		frappe.db.set_value(
			"ISO Audit Finding", closed.name, "raised_on", add_days(nowdate(), -6)
		)
		late = make_finding(self.office, "Major")
		frappe.db.set_value("ISO Audit Finding", late.name, "deadline", add_days(nowdate(), -1))
		rows = self.run_as("secretary", iso_findings_summary, group_by="Agency")[1]

		self.assertEqual(len(rows), 1)
		self.assertEqual(
			(rows[0].total, rows[0].major, rows[0].closed, rows[0].overdue), (2, 1, 1, 1)
		)
		self.assertEqual(rows[0].days_to_close, 6)

	def test_overdue_card_is_empty_for_whoever_reads_no_findings(self):
		"""No figure and no refusal: it stands on a page of figures."""
		with as_user(make_user(self.office.agency, "ISO Agency Administrator")):
			self.assertIsNone(count_findings()["value"])

	def test_overdue_card_counts_what_is_late(self):
		"""The card counts open findings past their deadline, and nobody else's."""
		finding = make_finding(self.office)
		with as_user(self.office.user("secretary")):
			self.assertEqual(count_findings()["value"], 0)
		frappe.db.set_value(
			"ISO Audit Finding", finding.name, "deadline", add_days(nowdate(), -1)
		)
		with as_user(self.office.user("secretary")):
			self.assertEqual(count_findings()["value"], 1)
		with as_user(Office().user("secretary")):
			self.assertEqual(count_findings()["value"], 0)

	def test_progress_shows_checklists_and_findings(self):
		"""An audit with one assessed line and one minor finding."""
		finding = make_finding(self.office)
		row = self.run_as("head", iso_audit_progress)[1][0]

		self.assertEqual(
			(row.name, row.checklists, row.assessed, row.minor), (finding.audit_plan, 1, 100, 1)
		)

	def test_follow_up_tells_days_late(self):
		"""A decision five days past its date is five days late, and counts on the card."""
		review = move(make_held_review(self.office), "Conclude", self.office.user("head"))
		frappe.db.set_value(
			"ISO Review Action", review.outputs[0].action, "due_date", add_days(nowdate(), -5)
		)
		rows = self.run_as("secretary", iso_review_follow_up, overdue=1)[1]

		self.assertEqual([row.days_late for row in rows], [5])
		with as_user(self.office.user("secretary")):
			self.assertEqual(count_review_actions()["value"], 1)

	def test_activity_lists_agencies_that_did_nothing(self):
		"""The province sees who works and who does not."""
		make_effective(self.office, make_procedure(self.office))
		idle = Office()
		with as_user(make_site_user("ISO Provincial Officer")):
			rows = {row.agency: row for row in iso_activity_by_agency.execute()[1]}

		self.assertEqual(
			(rows[self.office.agency].effective, rows[self.office.agency].duties), (1, 2)
		)
		self.assertEqual((rows[idle.agency].records, rows[idle.agency].duties), (0, 0))

	def test_every_report_card_and_chart_is_whole(self):
		"""Standard records point to DocTypes, fields and methods that exist."""
		for card in frappe.get_all(
			"Number Card", {"module": "ISO Workspace"}, ["name", "document_type", "method"]
		):
			self.assertTrue(card.document_type or frappe.get_attr(card.method), card.name)
		for chart in frappe.get_all(
			"Dashboard Chart",
			{"module": "ISO Workspace"},
			["name", "document_type", "group_by_based_on", "based_on"],
		):
			field = chart.group_by_based_on or chart.based_on
			self.assertTrue(frappe.get_meta(chart.document_type).has_field(field), chart.name)
		for report in frappe.get_all(
			"Report",
			{"module": ["like", "ISO %"], "report_type": "Report Builder"},
			["name", "ref_doctype", "json"],
		):
			meta = frappe.get_meta(report.ref_doctype)
			for fieldname, _doctype in frappe.parse_json(report.json)["fields"]:
				self.assertTrue(fieldname == "name" or meta.has_field(fieldname), report.name)
