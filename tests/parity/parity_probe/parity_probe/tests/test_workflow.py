"""Workflows as apps and clients use them."""

import frappe
from frappe.model.workflow import apply_workflow, get_transitions

from parity_probe.tests.base import USER_A, ProbeCase, make

NAME = "Probe Approval"


class TestWorkflow(ProbeCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		for state in ("Probe Draft", "Probe Waiting", "Probe Agreed"):
			ensure("Workflow State", workflow_state_name=state)
		for action in ("Probe Send", "Probe Agree", "Probe Return"):
			ensure("Workflow Action Master", workflow_action_name=action)
		row = {"allowed": "Probe User", "allow_self_approval": 1}
		frappe.get_doc(
			{
				"doctype": "Workflow",
				"workflow_name": NAME,
				"document_type": "Probe Guarded",
				"is_active": 1,
				"workflow_state_field": "workflow_state",
				"states": [
					{"state": state, "doc_status": "0", "allow_edit": "Probe User"}
					for state in ("Probe Draft", "Probe Waiting", "Probe Agreed")
				],
				"transitions": [
					{
						"state": "Probe Draft",
						"action": "Probe Send",
						"next_state": "Probe Waiting",
						**row,
					},
					{
						"state": "Probe Waiting",
						"action": "Probe Agree",
						"next_state": "Probe Agreed",
						**row,
						"allow_self_approval": 0,
						"condition": "doc.title_text",
					},
					{
						"state": "Probe Waiting",
						"action": "Probe Return",
						"next_state": "Probe Draft",
						**row,
					},
				],
			}
		).insert()
		frappe.clear_cache(doctype="Probe Guarded")

	@classmethod
	def tearDownClass(cls):
		frappe.set_user("Administrator")
		frappe.delete_doc("Workflow", NAME, force=True)
		frappe.clear_cache(doctype="Probe Guarded")
		super().tearDownClass()

	def actions(self, doc):
		return [row["action"] for row in get_transitions(doc)]

	def test_the_way_through(self):
		frappe.set_user(USER_A)
		doc = make("Probe Guarded", team="A", title_text="t")
		self.assertEqual(doc.workflow_state, "Probe Draft")
		self.assertEqual(self.actions(doc), ["Probe Send"])
		doc = apply_workflow(doc, "Probe Send")
		self.assertEqual(doc.workflow_state, "Probe Waiting")
		self.assertRaises(frappe.ValidationError, apply_workflow, doc, "Probe Agree")
		frappe.set_user("Administrator")
		doc.reload()
		self.assertEqual(
			frappe.db.count("Comment", {"reference_name": doc.name, "comment_type": "Workflow"}), 1
		)

	def test_conditions_hide_transitions(self):
		frappe.set_user(USER_A)
		doc = apply_workflow(make("Probe Guarded", team="A"), "Probe Send")
		self.assertEqual(self.actions(doc), ["Probe Return"])

	def test_jumps_are_refused(self):
		frappe.set_user(USER_A)
		doc = make("Probe Guarded", team="A")
		doc.workflow_state = "Probe Agreed"
		self.assertRaises(frappe.ValidationError, doc.save)
		self.assertRaises(
			frappe.ValidationError, make, "Probe Guarded", team="A", workflow_state="Probe Waiting"
		)


def ensure(doctype, **values):
	name = next(iter(values.values()))
	if not frappe.db.exists(doctype, name):
		frappe.get_doc({"doctype": doctype, **values}).insert()
