"""Seeds the workflows of all modules; a workflow that exists belongs to the province."""

from importlib import import_module
from importlib.util import find_spec

import frappe

from iso_qms.setup.seeding import insert_missing
from iso_qms.setup.workflow_table import WorkflowTable


def declared_workflows() -> list[WorkflowTable]:
	"""The tables of every module that has a workflows.py, in the order of modules.txt."""
	tables: list[WorkflowTable] = []
	for module in frappe.get_module_list("iso_qms"):
		path = f"iso_qms.{frappe.scrub(module)}.workflows"
		if find_spec(path):
			tables.extend(import_module(path).WORKFLOWS)
	return tables


def install_workflows() -> None:
	"""Insert what is missing: states and actions first, then the workflows."""
	for table in declared_workflows():
		for state in table.states:
			insert_missing(
				{
					"doctype": "Workflow State",
					"workflow_state_name": state.state,
					"style": state.style,
				},
				state.state,
			)
		for step in table.transitions:
			insert_missing(
				{"doctype": "Workflow Action Master", "workflow_action_name": step.action},
				step.action,
			)
		insert_missing(table.as_document(), table.name)
