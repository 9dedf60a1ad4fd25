"""Which workspaces the desk offers to whom."""

import json

import frappe
from frappe.desk.desktop import get_desktop_page, get_workspace_sidebar_items

from parity_probe.tests.base import USER_A, ProbeCase, make


class TestDesk(ProbeCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		make("Module Def", module_name="Probe Empty", app_name="parity_probe", custom=1)
		cls.workspace("Probe Open", "Parity Probe")
		cls.workspace("Probe Hidden", "Parity Probe", is_hidden=1)
		cls.workspace("Probe Unread", "Probe Empty")
		cls.workspace("Probe Closed", "Parity Probe", roles=[{"role": "System Manager"}])

	@classmethod
	def workspace(cls, title, module, **values):
		make(
			"Workspace",
			label=title,
			title=title,
			module=module,
			public=1,
			content="[]",
			shortcuts=[{"type": "DocType", "link_to": "Probe Record", "label": "Records"}],
			**values,
		)

	def pages(self):
		pages = get_workspace_sidebar_items()["pages"]
		return {page["name"]: page for page in pages if page["name"].startswith("Probe ")}

	def test_module_without_a_readable_form_hides_its_workspaces(self):
		frappe.set_user(USER_A)
		self.assertEqual(set(self.pages()), {"Probe Open"})

	def test_shortcuts_of_an_offered_workspace(self):
		frappe.set_user(USER_A)
		opened = get_desktop_page(json.dumps(self.pages()["Probe Open"]))
		self.assertEqual([row["link_to"] for row in opened["shortcuts"]["items"]], ["Probe Record"])

	def test_workspace_of_an_unread_module_does_not_open(self):
		frappe.set_user(USER_A)
		with self.assertRaises(frappe.PermissionError):
			get_desktop_page(json.dumps({"name": "Probe Unread", "title": "Probe Unread"}))
