"""What the installation seeds, and that later runs leave edited records alone."""

import frappe
from frappe.tests.utils import FrappeTestCase

from iso_qms.access.roles import ALL_ROLES, DEPARTMENT_HEAD, HEAD, LEAD_AUDITOR, OFFICER, SECRETARY
from iso_qms.patches.v1_0 import open_states_to_all_writers
from iso_qms.setup.install import after_migrate
from iso_qms.setup.seeding import insert_missing, is_untouched, replace_untouched
from iso_qms.setup.uninstall import before_uninstall
from iso_qms.setup.workflow_table import ANY_WRITER, State, Transition, WorkflowTable
from iso_qms.setup.workflows import declared_workflows, install_workflows
from iso_qms.tests.factories import make_site_user

PROCEDURE, REVIEW = "ISO Procedure Approval", "ISO Management Review Holding"
FINDING = "ISO Audit Finding Handling"
# Who writes in a state, besides others: no form may be read-only for them.
WRITERS = (
	(PROCEDURE, "Draft", SECRETARY),
	(PROCEDURE, "Draft", DEPARTMENT_HEAD),
	(REVIEW, "Held", SECRETARY),
	(REVIEW, "Held", HEAD),
	(FINDING, "Draft", LEAD_AUDITOR),
	(FINDING, "Issued", DEPARTMENT_HEAD),
	(FINDING, "Issued", OFFICER),
	(FINDING, "In Progress", DEPARTMENT_HEAD),
	(FINDING, "In Progress", OFFICER),
	(FINDING, "Pending Verification", LEAD_AUDITOR),
)


def editors(workflow: str) -> dict[str, str]:
	"""State -> the role whose form is editable in it, as the site has them."""
	rows = frappe.get_doc("Workflow", workflow).states
	return {row.state: row.allow_edit for row in rows}


def seed_as_first_shipped(workflow: str) -> None:
	"""Put the workflow back as earlier versions seeded it: a draft was the secretary's."""
	table = next(table for table in declared_workflows() if table.name == workflow)
	values = table.as_document()
	values["states"][0]["allow_edit"] = SECRETARY
	frappe.delete_doc("Workflow", workflow, force=True)
	insert_missing(values, workflow)


class TestSetup(FrappeTestCase):
	def test_every_role_exists_with_desk_access(self) -> None:
		"""The permission rows name roles that are there."""
		for role in ALL_ROLES:
			self.assertEqual(1, frappe.db.get_value("Role", role, "desk_access"), role)

	def test_declared_workflows_are_sound_and_installed(self) -> None:
		"""Each table is consistent, names known roles and stands in the site."""
		for table in declared_workflows():
			named = {role for step in table.transitions for role in step.roles}

			self.assertEqual([], table.problems())
			self.assertTrue(named <= set(ALL_ROLES), named - set(ALL_ROLES))
			self.assertTrue(frappe.db.exists("Workflow", table.name), table.name)

	def test_faulty_table_is_described(self) -> None:
		"""A doubled state, an unknown one and a missing role are named."""
		table = WorkflowTable(
			name="T",
			document_type="ISO Procedure",
			states=(State("Draft"), State("Draft")),
			transitions=(Transition("Draft", "Go", "Nowhere", roles=()),),
		)

		self.assertEqual(3, len(table.problems()))

	def test_edited_records_stand_after_migration(self) -> None:
		"""A workflow, a role and a standard that the province edited stay as edited."""
		for table in declared_workflows()[:1]:
			frappe.db.set_value("Workflow", table.name, "send_email_alert", 1)
		frappe.db.set_value("Role", ALL_ROLES[0], "desk_access", 0)
		self.addCleanup(frappe.db.set_value, "Role", ALL_ROLES[0], "desk_access", 1)
		after_migrate()
		install_workflows()

		self.assertEqual(0, frappe.db.get_value("Role", ALL_ROLES[0], "desk_access"))
		for table in declared_workflows()[:1]:
			self.assertFalse(is_untouched("Workflow", table.name))
			self.assertFalse(replace_untouched(table.as_document(), table.name))
			self.assertEqual(1, frappe.db.get_value("Workflow", table.name, "send_email_alert"))

	def test_forms_are_open_to_those_who_write(self) -> None:
		"""A desk compares the role of a state with the roles of the account."""
		for workflow, state, role in WRITERS:
			held = frappe.get_roles(make_site_user(role))

			self.assertIn(editors(workflow)[state], held, (workflow, state, role))

	def test_states_open_to_all_writers_once_and_again(self) -> None:
		"""The patch replaces workflows as first shipped, keeps edited ones, and may run twice."""
		for workflow in (PROCEDURE, REVIEW):
			seed_as_first_shipped(workflow)
		frappe.db.set_value("Workflow", REVIEW, "send_email_alert", 1)
		for _run in range(2):
			open_states_to_all_writers.execute()

			self.assertEqual(ANY_WRITER, editors(PROCEDURE)["Draft"])
			self.assertEqual(SECRETARY, editors(REVIEW)["Draft"])
			self.assertEqual(1, frappe.db.count("Workflow", {"document_type": "ISO Procedure"}))
			self.assertEqual(1, frappe.db.get_value("Workflow", PROCEDURE, "is_active"))

	def test_uninstalling_takes_the_workflows_along(self) -> None:
		"""No workflow is left over for a form that is gone; other workflows stay."""
		others = set(frappe.get_all("Workflow", pluck="name")) - {
			table.name for table in declared_workflows()
		}
		before_uninstall()

		self.assertEqual(others, set(frappe.get_all("Workflow", pluck="name")))
		install_workflows()
