"""No step back without a reason, by whichever way the step is taken."""

from typing import Any

import frappe
from frappe.model.workflow import apply_workflow

from iso_qms.records.errors import MissingReasonError
from iso_qms.records.reasons import (
	asks_reason,
	is_step_back,
	names_asking_reason,
	validate_reason,
)
from iso_qms.records.stateful import StatefulRecord
from iso_qms.setup.workflows import declared_workflows
from iso_qms.tests.factories import as_user, make_agency, make_user
from iso_qms.tests.office_case import OfficeTestCase
from iso_qms.tests.quality import (
	answer_finding,
	change,
	make_finding,
	make_plan,
	make_procedure,
	move,
	verify_finding,
)

WHY = "Thiếu biểu mẫu"


class TestReasons(OfficeTestCase):
	def waiting(self) -> Any:
		"""A plan that waits for the representative."""
		return move(make_plan(self.office), "Send for Review", self.office.user("secretary"))

	def state(self, doc: Any) -> str:
		return frappe.db.get_value(doc.doctype, doc.name, "workflow_state")

	def test_every_step_back_of_a_shipped_workflow_asks_why(self) -> None:
		"""Each has the field, and lets it be written where the step starts."""
		for table in declared_workflows():
			places = {state.state: number for number, state in enumerate(table.states)}
			controller = frappe.get_meta(table.document_type)
			record = frappe.new_doc(table.document_type)
			self.assertIsInstance(record, StatefulRecord)
			backward = [
				step for step in table.transitions if places[step.next_state] < places[step.state]
			]
			self.assertTrue(backward, table.name)
			for step in backward:
				self.assertTrue(controller.has_field("return_reason"), table.name)
				self.assertTrue(is_step_back(table.document_type, step.state, step.next_state))
				self.assertIn("return_reason", record.open_fields[step.state], step)

	def test_apply_workflow_is_refused_without_a_reason(self) -> None:
		"""Stock's function takes no reason: it must stand on the record, written by whoever returns."""
		plan, user = self.waiting(), self.office.user("representative")
		with self.assertRaises(MissingReasonError):
			move(plan, "Return", user)
		change(plan, user, return_reason="   ")
		with self.assertRaises(MissingReasonError):
			move(plan, "Return", user)
		change(plan, user, return_reason=WHY)
		self.assertEqual("Draft", move(plan, "Return", user).workflow_state)

	def test_a_save_brings_state_and_reason_together(self) -> None:
		"""As a form, an import or a PUT of both fields does."""
		plan, user = self.waiting(), self.office.user("representative")
		with self.assertRaises(MissingReasonError):
			change(plan, user, workflow_state="Draft")
		plan = change(plan, user, workflow_state="Draft", return_reason=WHY)
		self.assertEqual(("Draft", WHY), (plan.workflow_state, plan.return_reason))

	def test_a_list_returns_only_what_has_a_reason(self) -> None:
		"""Of two chosen rows the one without a reason stays where it is."""
		first, second = self.waiting(), self.waiting()
		user = self.office.user("representative")
		change(first, user, return_reason=WHY)
		with as_user(user):
			for plan in (first, second):
				try:
					apply_workflow(frappe.as_json({"doctype": plan.doctype, "name": plan.name}), "Return")
				except MissingReasonError:
					refused = plan.name
		self.assertEqual(second.name, refused)
		self.assertEqual(["Draft", "Under Review"], [self.state(first), self.state(second)])

	def test_the_reason_of_last_time_does_not_count(self) -> None:
		"""A record that was returned and sent again is returned for a new reason."""
		plan, user = self.waiting(), self.office.user("representative")
		change(plan, user, return_reason=WHY)
		move(plan, "Return", user)
		plan = move(plan, "Send for Review", self.office.user("secretary"))
		self.assertFalse(plan.return_reason)
		with self.assertRaises(MissingReasonError):
			move(plan, "Return", user)

	def test_a_rejected_result_takes_its_reason_from_the_verification(self) -> None:
		"""What the verifier wrote is the reason; it is in the timeline like any other."""
		finding = answer_finding(self.office, make_finding(self.office))
		finding = verify_finding(finding, self.office.user("auditor"), "Not Satisfactory")
		finding = move(finding, "Reject Result", self.office.user("auditor"))
		self.assertEqual("Đã kiểm tra hồ sơ", finding.return_reason)
		texts = frappe.get_all(
			"Comment",
			{"reference_name": finding.name, "comment_type": "Comment"},
			pluck="content",
		)
		self.assertTrue(any("Đã kiểm tra hồ sơ" in text for text in texts), texts)

	def test_a_step_that_the_province_added_asks_too(self) -> None:
		"""Approved work sent back by a new action needs a reason, without any code."""
		workflow = frappe.get_doc("Workflow", "ISO Procedure Approval")
		if not frappe.db.exists("Workflow Action Master", "Reject"):
			frappe.get_doc(doctype="Workflow Action Master", workflow_action_name="Reject").insert()
		workflow.append(
			"transitions",
			{
				"state": "Pending Approval",
				"action": "Reject",
				"next_state": "Under Review",
				"allowed": "ISO Head",
			},
		)
		workflow.save()
		procedure = move(
			make_procedure(self.office), "Send for Review", self.office.user("secretary")
		)
		procedure = move(procedure, "Confirm Review", self.office.user("chief"))
		with self.assertRaises(MissingReasonError):
			move(procedure, "Reject", self.office.user("head"))
		change(procedure, self.office.user("head"), return_reason=WHY)
		self.assertEqual(
			"Under Review", move(procedure, "Reject", self.office.user("head")).workflow_state
		)

	def test_a_form_learns_which_action_asks(self) -> None:
		"""The step back, not the step on; nobody learns it of a record of another agency."""
		plan = self.waiting()
		with as_user(self.office.user("representative")):
			self.assertTrue(asks_reason(plan.doctype, plan.name, "Return"))
			self.assertFalse(asks_reason(plan.doctype, plan.name, "Confirm Review"))
		stranger = make_user(make_agency().name, "ISO Secretary")
		with as_user(stranger), self.assertRaises(frappe.PermissionError):
			asks_reason(plan.doctype, plan.name, "Return")

	def test_a_list_learns_which_rows_ask(self) -> None:
		"""Those whose action leads back, each judged as its form would; another agency's row is refused."""
		waiting, draft = self.waiting(), make_plan(self.office)
		names = frappe.as_json([waiting.name, draft.name])
		with as_user(self.office.user("representative")):
			self.assertEqual(
				[waiting.name], names_asking_reason(waiting.doctype, names, "Return")
			)
			self.assertEqual([], names_asking_reason(waiting.doctype, names, "Confirm Review"))
		stranger = make_user(make_agency().name, "ISO Secretary")
		with as_user(stranger), self.assertRaises(frappe.PermissionError):
			names_asking_reason(waiting.doctype, [waiting.name], "Return")

	def test_forms_of_the_province_are_held_to_it(self) -> None:
		"""A DocType with a field return_reason and a workflow; without the field nothing is asked."""
		plan = self.waiting()

		class Own(frappe._dict):
			"""A record of a DocType that no class of the app knows."""

			doctype = plan.doctype
			meta = plan.meta

			def get_doc_before_save(self) -> Any:
				return frappe._dict(workflow_state="Under Review")

			def set(self, key: str, value: Any) -> None:
				self[key] = value

		with self.assertRaises(MissingReasonError):
			validate_reason(Own(workflow_state="Draft"))
		self.assertIsNone(validate_reason(Own(workflow_state="Draft", return_reason=WHY)))
		forward = Own(workflow_state="Pending Approval", return_reason=WHY)
		validate_reason(forward)
		self.assertIsNone(forward.return_reason)
