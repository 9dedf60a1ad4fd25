"""Approvals on behalf of somebody else: who may lend, when it counts, and where it stops."""

from typing import Any

import frappe
from frappe.utils import add_days, nowdate

from iso_qms.access import delegations, roles
from iso_qms.access.scope import clear_scopes
from iso_qms.records.errors import (
	DelegationError,
	LockedRecordError,
	SamePersonError,
	SystemFieldError,
)
from iso_qms.tests.factories import as_user, make_staff
from iso_qms.tests.office_case import OfficeTestCase
from iso_qms.tests.quality import change, make_plan, make_procedure, move

DOCTYPE = "ISO Approval Delegation"


class TestDelegations(OfficeTestCase):
	"""The head lends to the officer, who has no approving role of his own."""

	def setUp(self) -> None:
		super().setUp()
		self.head, self.officer = self.office.user("head"), self.office.user("officer")

	def tearDown(self) -> None:
		super().tearDown()
		# What was rolled back was remembered by the framework, too.
		for user in (self.head, self.officer):
			frappe.clear_cache(user=user)

	def lend(self, by: str = "head", to: str = "officer", **values: Any) -> Any:
		"""A delegation from today, made by the lender unless `maker` says otherwise."""
		with as_user(values.pop("maker", None) or self.office.user(by)):
			doc = frappe.get_doc(
				{
					"doctype": DOCTYPE,
					"agency": self.office.agency,
					"from_person": self.office.person(by),
					"to_person": self.office.person(to),
					"from_date": nowdate(),
					"to_date": add_days(nowdate(), 3),
					"reason": "Đi công tác",
					**values,
				}
			).insert()
		clear_scopes()
		return doc

	def on_a_later_day(self, doc: Any, days: int) -> None:
		"""As if the delegation had been made `days` earlier; nothing else happens on that day."""
		for fieldname in ("from_date", "to_date"):
			doc.db_set(fieldname, add_days(doc.get(fieldname), -days), update_modified=False)
		clear_scopes()

	def waiting(self) -> Any:
		"""A procedure that waits for the head."""
		procedure = make_procedure(self.office)
		procedure = move(procedure, "Send for Review", self.office.user("secretary"))
		return move(procedure, "Confirm Review", self.office.user("chief"))

	def offered(self, doc: Any, user: str) -> list[str]:
		"""The actions that the workflow offers."""
		from frappe.model.workflow import get_transitions

		with as_user(user):
			return [step.action for step in get_transitions(frappe.get_doc(doc.doctype, doc.name))]

	def test_the_delegate_approves_and_the_record_says_for_whom(self) -> None:
		"""Through stock's apply_workflow; the stamp and the timeline name both people."""
		procedure = self.waiting()
		self.assertEqual([], self.offered(procedure, self.officer))
		self.lend()
		self.assertEqual(["Approve", "Return"], self.offered(procedure, self.officer))
		procedure = move(procedure, "Approve", self.officer)

		self.assertEqual("Effective", procedure.workflow_state)
		self.assertEqual((self.officer, self.head), (procedure.approved_by, procedure.approved_for))
		comments = frappe.get_all(
			"Comment",
			{"reference_name": procedure.name, "comment_type": "Info"},
			pluck="content",
		)
		name = frappe.db.get_value("ISO Staff Member", self.office.person("head"), "full_name")
		self.assertTrue(any(name in (text or "") for text in comments), comments)

	def test_own_steps_stay_own(self) -> None:
		"""Who holds the role himself signs for himself, whatever was lent to him."""
		self.lend(by="representative", to="chief")
		procedure = move(
			make_procedure(self.office), "Send for Review", self.office.user("secretary")
		)
		procedure = move(procedure, "Confirm Review", self.office.user("chief"))
		self.assertFalse(procedure.reviewed_for)

	def test_nothing_counts_before_the_first_day(self) -> None:
		"""A delegation of next week lends nothing today."""
		procedure = self.waiting()
		self.lend(from_date=add_days(nowdate(), 7), to_date=add_days(nowdate(), 9))
		self.assertEqual([], self.offered(procedure, self.officer))
		self.assertNotIn(roles.HEAD, frappe.get_roles(self.officer))

	def test_it_ends_by_date_without_any_job(self) -> None:
		"""The account still carries the role, no job ran: the step and every change are refused."""
		procedure = self.waiting()
		doc = self.lend()
		self.on_a_later_day(doc, 4)
		self.assertIn(roles.HEAD, frappe.get_roles(self.officer))

		with self.assertRaises(frappe.PermissionError):
			move(procedure, "Approve", self.officer)
		with self.assertRaises(frappe.PermissionError):
			change(procedure, self.officer, effective_on=nowdate())

	def test_the_last_day_counts_whole(self) -> None:
		"""On the last day the delegate still approves."""
		procedure = self.waiting()
		self.on_a_later_day(self.lend(), 3)
		self.assertEqual("Effective", move(procedure, "Approve", self.officer).workflow_state)

	def test_the_daily_job_gives_and_takes_the_roles(self) -> None:
		"""Accounts follow the days; who signs in is followed at once."""
		doc = self.lend(from_date=add_days(nowdate(), 1))
		self.on_a_later_day(doc, 1)
		delegations.follow_dates()
		self.assertIn(roles.HEAD, frappe.get_roles(self.officer))
		self.on_a_later_day(doc, 4)
		with as_user(self.officer):
			delegations.follow_dates_of_session()
		held = frappe.get_roles(self.officer)
		self.assertNotIn(roles.HEAD, held)
		self.assertNotIn(roles.DELEGATE, held)

	def test_withdrawing_ends_it_at_once(self) -> None:
		"""The button of the lender; nobody brings it back."""
		procedure = self.waiting()
		doc = self.lend()
		with as_user(self.head):
			frappe.get_doc(DOCTYPE, doc.name).withdraw()
		clear_scopes()
		self.assertEqual([], self.offered(procedure, self.officer))
		with self.assertRaises(SystemFieldError):
			change(doc, self.head, withdrawn_on=None)

	def test_what_the_lender_may_not_do_nobody_does_for_him(self) -> None:
		"""A plan that the head wrote, or reviewed, is not approved in his name either."""
		procedure = make_procedure(self.office)
		procedure.db_set("owner", self.head)
		procedure = move(procedure, "Send for Review", self.office.user("secretary"))
		procedure = move(procedure, "Confirm Review", self.office.user("chief"))
		self.lend()
		with self.assertRaises((frappe.PermissionError, SamePersonError)):
			move(procedure, "Approve", self.officer)

	def test_the_delegate_does_not_approve_his_own_work(self) -> None:
		"""The rule of two people holds for whoever acts."""
		procedure = self.waiting()
		procedure.db_set("drafted_by", self.officer)
		self.lend()
		with self.assertRaises(SamePersonError):
			move(procedure, "Approve", self.officer)

	def test_a_lender_who_lost_the_role_lends_nothing(self) -> None:
		"""Not beyond the lender's rights of today."""
		procedure = self.waiting()
		self.lend()
		frappe.db.delete("ISO Staff Role", {"parent": self.office.person("head")})
		clear_scopes()
		with self.assertRaises(frappe.PermissionError):
			move(procedure, "Approve", self.officer)

	def test_nobody_lends_what_he_does_not_hold(self) -> None:
		"""Neither a role of somebody else, nor one of the site or the province, nor an auditor's."""
		for role in (roles.REPRESENTATIVE, roles.PROVINCIAL_ADMIN, "System Manager"):
			with self.assertRaises(DelegationError):
				self.lend(roles=[{"role": role}])
		with self.assertRaises(DelegationError):
			self.lend(by="lead", maker="Administrator")

	def test_what_was_lent_is_not_lent_on(self) -> None:
		"""No chain: the officer acts as head and cannot make another person head."""
		self.lend()
		with self.assertRaises(DelegationError):
			self.lend(by="officer", to="chief", maker="Administrator")
		with self.assertRaises(frappe.PermissionError):
			self.lend(by="head", to="chief", maker=self.officer)

	def test_only_the_lender_or_an_administrator_lends(self) -> None:
		"""Nobody takes the head's role by writing the record himself."""
		with self.assertRaises(frappe.PermissionError):
			self.lend(maker=self.office.user("secretary"))
		admin = make_staff(self.office.agency, roles.AGENCY_ADMIN)
		self.assertTrue(self.lend(maker=admin.user).name)
		with self.assertRaises(frappe.PermissionError):
			self.lend(maker=admin.user, to_person=admin.name)

	def test_people_of_two_agencies(self) -> None:
		"""Lender and delegate work in the agency of the delegation."""
		stranger = make_staff(self.make_other_agency(), roles.OFFICER)
		with self.assertRaises(DelegationError):
			self.lend(to_person=stranger.name)
		with self.assertRaises(DelegationError):
			self.lend(to_person=self.office.person("head"))

	def make_other_agency(self) -> str:
		from iso_qms.tests.factories import make_agency

		return make_agency().name

	def test_it_counts_in_its_own_agency_only(self) -> None:
		"""An officer with places in two agencies approves in the one where the role was lent."""
		other = self.make_other_agency()
		email = frappe.db.get_value("ISO Staff Member", self.office.person("officer"), "email")
		make_staff(other, roles.SECRETARY, email=email)
		self.lend()
		procedure = frappe.get_doc(
			{
				"doctype": "ISO Procedure",
				"agency": other,
				"code": "QT-02",
				"title": "Quy trình",
				"procedure_kind": "Internal",
				"steps": [{"step_no": 1, "step_name": "A", "responsible_role": "B"}],
			}
		).insert()
		procedure.db_set({"workflow_state": "Pending Approval", "drafted_by": "Administrator"})
		clear_scopes()
		with self.assertRaises(frappe.PermissionError):
			move(procedure, "Approve", self.officer)

	def test_a_delegation_that_has_begun_only_ends(self) -> None:
		"""Reason and people stay; the last day may move, not into the past; it is not deleted."""
		doc = self.lend()
		with self.assertRaises(LockedRecordError):
			change(doc, self.head, reason="Khác")
		with self.assertRaises(DelegationError):
			change(doc, self.head, to_date=add_days(nowdate(), -1))
		doc = change(doc, self.head, to_date=nowdate())
		with self.assertRaises(LockedRecordError):
			doc.delete()

	def test_bad_days_are_refused(self) -> None:
		"""The last day before the first, or already over."""
		with self.assertRaises(DelegationError):
			self.lend(from_date=add_days(nowdate(), 2), to_date=nowdate())
		with self.assertRaises(DelegationError):
			self.lend(from_date=add_days(nowdate(), -9), to_date=add_days(nowdate(), -2))

	def test_it_works_for_every_shipped_form(self) -> None:
		"""An audit plan is approved for the head, too, and signed so."""
		plan = make_plan(self.office)
		move(plan, "Send for Review", self.office.user("secretary"))
		plan = move(plan, "Confirm Review", self.office.user("representative"))
		self.lend()
		plan = move(plan, "Approve", self.officer)
		self.assertEqual((self.officer, self.head), (plan.approved_by, plan.approved_for))
		with self.assertRaises(SystemFieldError):
			change(plan, self.office.user("secretary"), approved_for=None)

	def test_a_form_opens_with_the_rights_of_the_loan(self) -> None:
		"""What a form asks for all at once: the delegate reads and writes as the lender does."""
		from frappe.permissions import get_doc_permissions

		procedure = self.waiting()
		self.lend()
		rights = get_doc_permissions(frappe.get_doc("ISO Procedure", procedure.name), self.officer)
		self.assertEqual((1, 1), (rights.get("read"), rights.get("write")))
