"""DocTypes that a province makes itself, and people with places in two agencies."""

import frappe

from iso_qms.access import overrides, roles
from iso_qms.access.appointments import validate_step
from iso_qms.access.rules import clear_governed, governed_doctypes
from iso_qms.access.scope import get_scope
from iso_qms.access.tests.province import ProvinceTestCase
from iso_qms.tests.factories import as_user, make_staff


class TestOwnDocTypes(ProvinceTestCase):
	@classmethod
	def setUpClass(cls) -> None:
		# Before the people and agencies: MariaDB commits when a table is made or dropped.
		cls.doctype = "Province Own Record"
		frappe.set_user("Administrator")
		cls.addClassCleanup(cls._drop_doctype)
		cls._make_doctype()
		super().setUpClass()
		clear_governed()

	@classmethod
	def _drop_doctype(cls) -> None:
		frappe.delete_doc("DocType", cls.doctype, force=True)
		clear_governed()
		frappe.db.commit()

	@classmethod
	def _make_doctype(cls) -> None:
		frappe.get_doc(
			{
				"doctype": "DocType",
				"name": cls.doctype,
				"module": "ISO Organisation",
				"custom": 1,
				"fields": [
					{"fieldname": "subject", "fieldtype": "Data", "label": "Subject"},
					{
						"fieldname": "agency",
						"fieldtype": "Link",
						"label": "Agency",
						"options": "ISO Agency",
					},
				],
				"permissions": [{"role": roles.SECRETARY, "read": 1, "write": 1, "create": 1}],
			}
		).insert()

	def make_record(self, agency: str = "") -> object:
		"""A record of the province's own DocType."""
		return frappe.get_doc(
			{"doctype": self.doctype, "subject": "Sổ theo dõi", "agency": agency}
		).insert()

	def test_own_doctype_follows_the_agency_rule(self) -> None:
		"""A Link `agency` is enough: no code, no table."""
		mine, foreign = self.make_record(self.a), self.make_record(self.b)

		self.assertIn(self.doctype, governed_doctypes())
		self.assertEqual({mine.name}, self.names(self.doctype, self.secretary_a))
		self.assertFalse(foreign.has_permission("read", user=self.secretary_a))

	def test_own_doctype_gets_the_default_and_refuses_the_foreign_agency(self) -> None:
		"""Saving is held to the rule as well."""
		with as_user(self.secretary_a):
			self.assertEqual(self.a, self.make_record().agency)
			with self.assertRaises(frappe.PermissionError):
				self.make_record(self.b)

	def test_tagging_a_foreign_record_is_refused(self) -> None:
		"""A tag is a change of the record."""
		foreign = self.make_record(self.b)
		with as_user(self.secretary_a), self.assertRaises(frappe.PermissionError):
			overrides.add_tag("gấp", self.doctype, foreign.name)


class TestTwoPlaces(ProvinceTestCase):
	def test_step_needs_a_role_held_at_the_agency(self) -> None:
		"""Head of A and officer of B: no approving in B."""
		staff = make_staff(self.a, roles.HEAD)
		make_staff(self.b, roles.OFFICER, email=staff.email)
		scope = get_scope(staff.user)
		step = frappe.db.get_value(
			"Workflow Transition",
			{"allowed": roles.HEAD, "parent": "ISO Procedure Approval"},
			["state", "next_state"],
			as_dict=True,
		)
		procedure = self.make_procedure(self.b)
		procedure.workflow_state = step.state
		procedure._doc_before_save = frappe.get_doc(procedure.as_dict())
		procedure.workflow_state = step.next_state

		with self.assertRaises(frappe.PermissionError):
			validate_step(scope, procedure, self.b)
		self.assertIsNone(validate_step(scope, procedure, self.a))
