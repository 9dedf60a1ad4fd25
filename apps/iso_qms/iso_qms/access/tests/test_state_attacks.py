"""Whitelisted functions aimed at the state of a record of one's own agency.

Stock lets `submit` and `cancel` go round a workflow and stores states that no step leads to; the
record's class must not (iso_qms.records.stateful).
"""

from typing import Any

import frappe

from iso_qms.access.tests.attack import filled, is_offered, try_call
from iso_qms.tests.office_case import OfficeTestCase
from iso_qms.tests.quality import make_procedure, move

DOCTYPE = "ISO Procedure"
Row = tuple[str, dict[str, Any]]
BULK = "frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs"
TARGET = {"doctype": DOCTYPE, "name": "<name>"}
STATE = {"fieldname": "workflow_state", "value": "Effective"}
# Ways to reach Effective, or docstatus 1 or 2, without the steps before.
ATTEMPTS: tuple[Row, ...] = (
	("frappe.client.set_value", {**TARGET, **STATE}),
	("frappe.client.set_value", {**TARGET, "fieldname": "docstatus", "value": 1}),
	(
		"frappe.client.set_value",
		{**TARGET, "fieldname": "approved_on", "value": "2026-01-01"},
	),
	("frappe.client.save", {"doc": "<effective>"}),
	("frappe.client.save", {"doc": "<submitted>"}),
	("frappe.client.save", {"doc": "<signed>"}),
	("frappe.client.submit", {"doc": "<effective>"}),
	("frappe.client.submit", {"doc": "<stored>"}),
	("frappe.client.cancel", TARGET),
	("frappe.desk.form.save.savedocs", {"doc": "<effective>", "action": "Save"}),
	("frappe.desk.form.save.savedocs", {"doc": "<effective>", "action": "Submit"}),
	("frappe.desk.form.save.savedocs", {"doc": "<effective>", "action": "Update"}),
	(
		"frappe.desk.form.save.cancel",
		{
			**TARGET,
			"workflow_state_fieldname": "workflow_state",
			"workflow_state": "Effective",
		},
	),
	(
		"frappe.client.bulk_update",
		{
			"docs": [{**TARGET, "docname": "<name>", "workflow_state": "Effective"}]
		},
	),
	(BULK, {"doctype": DOCTYPE, "docnames": ["<name>"], "action": "submit"}),
	(BULK, {"doctype": DOCTYPE, "docnames": ["<name>"], "action": "cancel"}),
	(
		BULK,
		{
			"doctype": DOCTYPE,
			"docnames": ["<name>"],
			"action": "update",
			"data": {"workflow_state": "Effective"},
		},
	),
	("frappe.model.workflow.apply_workflow", {"doc": "<effective>", "action": "Approve"}),
	(
		"frappe.model.workflow.bulk_workflow_approval",
		{"docnames": ["<name>"], "doctype": DOCTYPE, "action": "Approve"},
	),
	(
		"frappe.handler.run_doc_method",
		{"dt": DOCTYPE, "dn": "<name>", "method": "supersede_replaced"},
	),
)


class TestStateAttacks(OfficeTestCase):
	def known(self, name: str) -> dict[str, Any]:
		"""What the words in angle brackets stand for."""
		stored = frappe.get_doc(DOCTYPE, name).as_dict()
		effective = {**stored, "workflow_state": "Effective"}
		return {
			"name": name,
			"stored": frappe.as_json(stored),
			"effective": frappe.as_json(effective),
			"submitted": frappe.as_json({**effective, "docstatus": 1}),
			"signed": frappe.as_json({**stored, "approved_by": self.office.user("head")}),
		}

	def facts(self, name: str) -> dict[str, Any]:
		fields = ["workflow_state", "docstatus", "approved_by", "approved_on", "reviewed_by"]
		return frappe.db.get_value(DOCTYPE, name, fields, as_dict=True)

	def succeeded(self, name: str, user: str) -> list[str]:
		"""The calls after which the record is in another state than before."""
		before = self.facts(name)
		found = []
		known = self.known(name)
		for method, args in ATTEMPTS:
			if not is_offered(method):
				continue
			frappe.db.savepoint("iso_attempt")
			try_call(user, method, **filled(args, known))
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
