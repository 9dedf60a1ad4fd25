"""Whitelisted functions aimed at the state of a record of one's own agency.

Stock lets `submit` and `cancel` go round a workflow and stores states that no step leads to; the
record's class must not (iso_qms.records.stateful).
"""

import json
from typing import Any

import frappe

from iso_qms.access.tests.attack import is_offered, try_call
from iso_qms.tests.office_case import OfficeTestCase
from iso_qms.tests.quality import make_procedure, move

DOCTYPE = "ISO Procedure"
Row = tuple[str, dict[str, Any]]


class TestStateAttacks(OfficeTestCase):
	def attempts(self, name: str) -> list[Row]:
		"""Ways to reach Effective, or docstatus 1 or 2, without the steps before."""
		target = {"doctype": DOCTYPE, "name": name}
		stored = frappe.get_doc(DOCTYPE, name).as_dict()
		effective = frappe.as_json({**stored, "workflow_state": "Effective"})
		submitted = frappe.as_json({**stored, "workflow_state": "Effective", "docstatus": 1})
		signed = frappe.as_json({**stored, "approved_by": self.office.user("head")})
		names = json.dumps([name])
		state = {"fieldname": "workflow_state", "value": "Effective"}
		bulk = "frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs"
		return [
			("frappe.client.set_value", {**target, **state}),
			("frappe.client.set_value", {**target, "fieldname": "docstatus", "value": 1}),
			(
				"frappe.client.set_value",
				{**target, "fieldname": "approved_on", "value": "2026-01-01"},
			),
			("frappe.client.save", {"doc": effective}),
			("frappe.client.save", {"doc": submitted}),
			("frappe.client.save", {"doc": signed}),
			("frappe.client.submit", {"doc": effective}),
			("frappe.client.submit", {"doc": frappe.as_json(stored)}),
			("frappe.client.cancel", target),
			("frappe.desk.form.save.savedocs", {"doc": effective, "action": "Save"}),
			("frappe.desk.form.save.savedocs", {"doc": effective, "action": "Submit"}),
			("frappe.desk.form.save.savedocs", {"doc": effective, "action": "Update"}),
			(
				"frappe.desk.form.save.cancel",
				{
					**target,
					"workflow_state_fieldname": "workflow_state",
					"workflow_state": "Effective",
				},
			),
			(
				"frappe.client.bulk_update",
				{
					"docs": json.dumps(
						[{**target, "docname": name, "workflow_state": "Effective"}]
					)
				},
			),
			(bulk, {"doctype": DOCTYPE, "docnames": names, "action": "submit"}),
			(bulk, {"doctype": DOCTYPE, "docnames": names, "action": "cancel"}),
			(
				bulk,
				{
					"doctype": DOCTYPE,
					"docnames": names,
					"action": "update",
					"data": '{"workflow_state": "Effective"}',
				},
			),
			("frappe.model.workflow.apply_workflow", {"doc": effective, "action": "Approve"}),
			(
				"frappe.model.workflow.bulk_workflow_approval",
				{"docnames": names, "doctype": DOCTYPE, "action": "Approve"},
			),
			(
				"frappe.handler.run_doc_method",
				{"dt": DOCTYPE, "dn": name, "method": "supersede_replaced"},
			),
		]

	def facts(self, name: str) -> dict[str, Any]:
		fields = ["workflow_state", "docstatus", "approved_by", "approved_on", "reviewed_by"]
		return frappe.db.get_value(DOCTYPE, name, fields, as_dict=True)

	def succeeded(self, name: str, user: str) -> list[str]:
		"""The calls after which the record is in another state than before."""
		before = self.facts(name)
		found = []
		for method, args in self.attempts(name):
			if not is_offered(method):
				continue
			frappe.db.savepoint("iso_attempt")
			try_call(user, method, **args)
			if self.facts(name) != before:
				found.append(method)
			frappe.db.rollback(save_point="iso_attempt")
		return found

	def test_nobody_jumps_from_draft_to_effective(self) -> None:
		"""Neither the author, nor the head of the agency, nor Administrator."""
		name = make_procedure(self.office).name
		for user in (self.office.user("secretary"), self.office.user("head"), "Administrator"):
			self.assertEqual([], self.succeeded(name, user), user)

	def test_the_author_does_not_approve(self) -> None:
		"""A record that waits for approval stays so, whatever its author sends."""
		procedure = move(
			make_procedure(self.office), "Send for Review", self.office.user("secretary")
		)
		procedure = move(procedure, "Confirm Review", self.office.user("chief"))

		self.assertEqual(
			[], self.succeeded(procedure.name, self.office.user("secretary")), procedure.state
		)

	def test_the_head_approves_by_the_step(self) -> None:
		"""The refusals above are worth something: the open step works."""
		procedure = move(
			make_procedure(self.office), "Send for Review", self.office.user("secretary")
		)
		procedure = move(procedure, "Confirm Review", self.office.user("chief"))
		reached = self.succeeded(procedure.name, self.office.user("head"))

		self.assertIn("frappe.model.workflow.apply_workflow", reached)
		self.assertNotIn("frappe.client.submit", reached)
