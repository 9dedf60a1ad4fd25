"""Independence of auditors and the life of an audit plan."""

import frappe
from frappe.utils import add_days, nowdate

from iso_qms.records.errors import GateError, IndependenceError, LockedRecordError
from iso_qms.tests.factories import as_user, make_staff
from iso_qms.tests.office_case import OfficeTestCase
from iso_qms.tests.quality import (
	Office,
	answer_finding,
	change,
	make_checklist,
	make_plan,
	make_running_plan,
	move,
	plan_values,
	verify_finding,
)


class TestISOAuditPlan(OfficeTestCase):
	def team(self, *members):
		return [{"staff_member": person, "team_role": role} for person, role in members]

	def row(self, **values):
		return plan_values(self.office)["timetable"][0] | values

	def test_plan_runs_from_draft_to_in_progress(self):
		"""Sent, reviewed, approved and begun, with the people written down."""
		plan = make_running_plan(self.office)

		self.assertEqual(plan.workflow_state, "In Progress")
		self.assertEqual(plan.reviewed_by, self.office.user("representative"))
		self.assertEqual(plan.approved_by, self.office.user("head"))
		self.assertEqual(plan.team[0].user, self.office.user("lead"))

	def test_team_without_or_with_two_leads_is_refused(self):
		"""Exactly one person leads."""
		lead, auditor = self.office.person("lead"), self.office.person("auditor")
		for team in (
			self.team((lead, "Auditor"), (auditor, "Auditor")),
			self.team((lead, "Lead Auditor"), (auditor, "Lead Auditor")),
		):
			with self.assertRaisesRegex(IndependenceError, "exactly one lead"):
				make_plan(self.office, team=team, timetable=[])

	def test_head_of_committee_cannot_lead(self):
		"""The ISO head and the head named by the agency are refused as lead auditors."""
		head = self.team((self.office.person("head"), "Lead Auditor"))
		with self.assertRaisesRegex(IndependenceError, "heads the ISO committee"):
			make_plan(self.office, team=head, timetable=[])

		frappe.db.set_value("ISO Agency", self.office.agency, "head", self.office.user("lead"))
		lead = self.team((self.office.person("lead"), "Lead Auditor"))
		with self.assertRaisesRegex(IndependenceError, "heads the ISO committee"):
			make_plan(self.office, team=lead, timetable=[])

	def test_auditor_of_own_department_is_refused(self):
		"""Nobody audits the department he works in."""
		rows = [self.row(department=self.office.other)]

		with self.assertRaisesRegex(IndependenceError, "works in"):
			make_plan(self.office, timetable=rows)

	def test_head_of_the_department_cannot_audit_it(self):
		"""Who heads a department audits it no more than who works in it."""
		frappe.db.set_value(
			"ISO Department", self.office.department, "head", self.office.user("auditor")
		)

		with self.assertRaisesRegex(IndependenceError, "works in"):
			make_plan(self.office)

	def test_lent_auditor_must_be_free_to_be_lent(self):
		"""An auditor of another agency joins only when that agency lends auditors."""
		other = Office()
		team = self.team(
			(self.office.person("lead"), "Lead Auditor"), (other.person("auditor"), "Auditor")
		)
		plan = plan_values(self.office, team=team, timetable=[])
		with self.assertRaisesRegex(IndependenceError, "not free to be lent"):
			frappe.get_doc(plan).insert()

		frappe.db.set_value("ISO Staff Member", other.person("auditor"), "may_be_lent", 1)
		self.assertTrue(frappe.get_doc(plan).insert().name)

	def test_second_appointment_of_a_lent_auditor_counts(self):
		"""A lent auditor with a second appointment in the audited department is refused."""
		other = Office()
		frappe.db.set_value("ISO Staff Member", other.person("auditor"), "may_be_lent", 1)
		make_staff(self.office.agency, account=False, department=self.office.department).db_set(
			"user", other.user("auditor")
		)
		team = self.team(
			(self.office.person("lead"), "Lead Auditor"), (other.person("auditor"), "Auditor")
		)
		rows = [self.row(auditor=other.person("auditor"))]

		with self.assertRaisesRegex(IndependenceError, "works in"):
			frappe.get_doc(plan_values(self.office, team=team, timetable=rows)).insert()

	def test_auditor_outside_the_team_is_refused(self):
		"""The timetable names people of the team only."""
		rows = [self.row(auditor=self.office.person("officer"))]

		with self.assertRaisesRegex(IndependenceError, "not an auditor of the team"):
			make_plan(self.office, timetable=rows)

	def test_two_places_at_once_is_refused(self):
		"""Rows of the same auditor do not overlap; rows that touch are fine."""
		touching = [self.row(), self.row(time_from="10:00:00", time_to="11:00:00")]
		self.assertTrue(make_plan(self.office, timetable=touching).name)

		overlapping = [self.row(), self.row(time_from="09:30:00", time_to="11:00:00")]
		with self.assertRaisesRegex(IndependenceError, "two places"):
			make_plan(self.office, timetable=overlapping)

	def test_row_outside_the_audit_days_is_refused(self):
		"""A row lies within the days of the audit and ends after it begins."""
		with self.assertRaisesRegex(IndependenceError, "outside the audit"):
			make_plan(self.office, timetable=[self.row(audit_date=add_days(nowdate(), 9))])
		with self.assertRaisesRegex(IndependenceError, "later than"):
			make_plan(self.office, timetable=[self.row(time_to="07:00:00")])

	def test_unknown_clause_is_refused(self):
		"""Clause numbers are those of the standard."""
		with self.assertRaisesRegex(frappe.ValidationError, "not a clause of"):
			make_plan(self.office, timetable=[self.row(clauses="9.2, 99.1")])

	def test_empty_team_is_refused_at_sending(self):
		"""A draft may lack its team, a plan sent for review may not."""
		plan = make_plan(self.office, team=[], timetable=[])

		with self.assertRaisesRegex(GateError, "Audit Team"):
			move(plan, "Send for Review", self.office.user("secretary"))

	def test_approved_team_is_locked(self):
		"""After approval the team changes only through a revision with a reason."""
		plan = make_running_plan(self.office)

		with as_user(self.office.user("secretary")):
			doc = frappe.get_doc("ISO Audit Plan", plan.name)
			doc.team = doc.team[:1]
			self.assertRaises(LockedRecordError, doc.save)

	def test_revision_needs_a_reason(self):
		"""An approved plan returns to draft with a reason, and loses its signatures."""
		plan = make_plan(self.office)
		move(plan, "Send for Review", self.office.user("secretary"))
		move(plan, "Confirm Review", self.office.user("representative"))
		plan = move(plan, "Approve", self.office.user("head"))
		with self.assertRaises(GateError):
			move(plan, "Revise", self.office.user("secretary"))

		change(plan, self.office.user("secretary"), return_reason="Đổi ngày")
		plan = move(plan, "Revise", self.office.user("secretary"))
		self.assertEqual((plan.workflow_state, plan.approved_by), ("Draft", None))

	def test_audit_without_checklist_cannot_be_completed(self):
		"""An audit ends when its checklists are closed."""
		plan = make_running_plan(self.office)

		with self.assertRaisesRegex(GateError, "No checklist"):
			move(plan, "Complete", self.office.user("lead"))

	def test_lent_auditors_carry_an_audit_through(self):
		"""Auditors of another agency record, raise, verify and close in the audited one."""
		other, home = Office(), self.office
		for key in ("lead", "auditor"):
			frappe.db.set_value("ISO Staff Member", other.person(key), "may_be_lent", 1)
		lead, auditor = other.person("lead"), other.person("auditor")
		plan = make_running_plan(
			home,
			lead=other.user("lead"),
			team=self.team((lead, "Lead Auditor"), (auditor, "Auditor")),
			timetable=[self.row(auditor=auditor)],
		)
		sheet = make_checklist(home, plan, "Major", auditors=other)
		with as_user(other.user("auditor")):
			name = frappe.get_doc("ISO Audit Checklist", sheet.name).raise_finding(
				sheet.lines[0].name
			)
		finding = move(frappe.get_doc("ISO Audit Finding", name), "Issue", other.user("lead"))
		finding = verify_finding(answer_finding(home, finding), other.user("auditor"))
		move(finding, "Verify", other.user("auditor"))
		finding = move(finding, "Close", other.user("lead"))
		move(sheet, "Send to Lead", other.user("auditor"))
		move(sheet, "Close", other.user("lead"))
		plan = move(plan, "Complete", other.user("lead"))

		self.assertEqual((finding.agency, finding.workflow_state), (home.agency, "Closed"))
		self.assertEqual(plan.workflow_state, "Completed")
