"""What the installation seeds, and that later runs leave edited records alone."""

import frappe
from frappe.tests.utils import FrappeTestCase

from iso_qms.access.roles import ALL_ROLES
from iso_qms.setup.install import after_migrate
from iso_qms.setup.seeding import is_untouched, replace_untouched
from iso_qms.setup.uninstall import before_uninstall
from iso_qms.setup.workflow_table import State, Transition, WorkflowTable
from iso_qms.setup.workflows import declared_workflows, install_workflows


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

	def test_uninstalling_takes_the_workflows_along(self) -> None:
		"""No workflow is left over for a form that is gone; other workflows stay."""
		others = set(frappe.get_all("Workflow", pluck="name")) - {
			table.name for table in declared_workflows()
		}
		before_uninstall()

		self.assertEqual(others, set(frappe.get_all("Workflow", pluck="name")))
		install_workflows()
