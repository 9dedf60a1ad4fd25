"""No path shows one agency the records of another; the own agency never vanishes."""

import frappe

from iso_qms.access import overrides
from iso_qms.access.rules import RULES, governed_doctypes
from iso_qms.access.tests.province import ProvinceTestCase
from iso_qms.tests.factories import as_user


class TestIsolation(ProvinceTestCase):
	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		cls.procedure_a = cls.make_procedure(cls, cls.a).name
		cls.procedure_b = cls.make_procedure(cls, cls.b).name

	def test_own_agency_is_in_its_own_list(self) -> None:
		"""The allowed agency is listed although its superior is not."""
		self.assertEqual({self.a}, self.names("ISO Agency", self.secretary_a))

	def test_lists_equal_single_checks_for_everybody(self) -> None:
		"""For each person and DocType the list holds exactly what opening a record allows."""
		people = (
			self.admin_a,
			self.secretary_a,
			self.secretary_b,
			self.head_of_district,
			self.officer,
			self.inspector,
			self.stranger,
		)
		for doctype in ("ISO Agency", "ISO Department", "ISO Staff Member", "ISO Procedure"):
			for user in people:
				if not frappe.has_permission(doctype, "read", user=user):
					continue
				may_open = {
					name
					for name in frappe.get_all(doctype, pluck="name")
					if frappe.has_permission(doctype, "read", doc=name, user=user)
				}
				self.assertEqual(may_open, self.names(doctype, user), f"{doctype} for {user}")

	def test_foreign_record_cannot_be_opened(self) -> None:
		"""Opening by name is refused as the list hides it."""
		with as_user(self.secretary_a), self.assertRaises(frappe.PermissionError):
			frappe.get_doc("ISO Procedure", self.procedure_b).check_permission("read")

	def test_district_reads_its_communes(self) -> None:
		"""The head of a district sees the procedures of both communes and changes none."""
		seen = self.names("ISO Procedure", self.head_of_district)

		self.assertTrue({self.procedure_a, self.procedure_b} <= seen)
		self.assertFalse(
			frappe.has_permission(
				"ISO Procedure", "write", doc=self.procedure_a, user=self.head_of_district
			)
		)

	def test_citizen_and_stranger_see_nothing(self) -> None:
		"""Neither a website account nor a role without a staff record opens a list."""
		self.assertEqual(set(), self.names("ISO Procedure", self.stranger))
		with as_user(self.citizen), self.assertRaises(frappe.PermissionError):
			frappe.get_list("ISO Procedure")

	def test_child_rows_follow_their_parent(self) -> None:
		"""Steps listed with parent named are those of readable procedures (stock checks less)."""
		with as_user(self.secretary_a):
			rows = frappe.get_list(
				"ISO Procedure Step",
				fields=["parent"],
				parent_doctype="ISO Procedure",
				limit_page_length=0,
			)

		self.assertIn(self.procedure_a, {row.parent for row in rows})
		self.assertNotIn(self.procedure_b, {row.parent for row in rows})

	def test_count_counts_readable_rows(self) -> None:
		"""frappe.client.get_count counts what the list shows and refuses without the right."""
		with as_user(self.secretary_a):
			counted = overrides.get_count("ISO Procedure")
			foreign = overrides.get_count("ISO Procedure", {"agency": self.b})
		with as_user(self.citizen), self.assertRaises(frappe.PermissionError):
			overrides.get_count("ISO Procedure")

		self.assertEqual(len(self.names("ISO Procedure", self.secretary_a)), counted)
		self.assertEqual(0, foreign)

	def test_leaking_methods_are_overridden(self) -> None:
		"""Each method that leaks on stock is replaced by one that exists."""
		for target in frappe.get_hooks("override_whitelisted_methods", app_name="iso_qms").values():
			path = target[-1] if isinstance(target, list) else target
			self.assertTrue(callable(frappe.get_attr(path)), path)

	def test_link_title_of_foreign_record_is_not_told(self) -> None:
		"""The title of a foreign department stays hidden, that of an agency is public."""
		with as_user(self.secretary_a):
			self.assertEqual(
				self.department_b, overrides.get_link_title("ISO Department", self.department_b)
			)
			self.assertNotEqual(self.b, overrides.get_link_title("ISO Agency", self.b))

	def test_accounts_of_strangers_are_hidden(self) -> None:
		"""The user list holds colleagues, not the rest of the province."""
		seen = self.names("User", self.secretary_a)

		self.assertIn(self.admin_a, seen)
		self.assertNotIn(self.secretary_b, seen)

	def test_colleague_who_may_be_lent_is_known_everywhere(self) -> None:
		"""Other agencies find auditors who may be lent, and only read them."""
		staff = self.make_officer_of(self.b)
		staff.may_be_lent = 1
		staff.save()

		self.assertIn(staff.name, self.names("ISO Staff Member", self.secretary_a))
		self.assertIn(staff.user, self.names("User", self.secretary_a))
		self.assertFalse(
			frappe.has_permission("ISO Staff Member", "write", doc=staff.name, user=self.admin_a)
		)

	def test_rows_about_foreign_records_are_hidden(self) -> None:
		"""Comments, tasks and files of a foreign procedure are neither listed nor opened."""
		foreign = frappe.get_doc("ISO Procedure", self.procedure_b)
		comment = foreign.add_comment("Comment", "Nội bộ xã B")
		task = frappe.get_doc(
			{
				"doctype": "ToDo",
				"description": "Rà soát",
				"reference_type": "ISO Procedure",
				"reference_name": self.procedure_b,
				"allocated_to": self.secretary_a,
			}
		).insert()

		for row in (comment, task):
			self.assertFalse(
				frappe.has_permission(row.doctype, "read", doc=row.name, user=self.secretary_a)
			)
		self.assertNotIn(task.name, self.names("ToDo", self.secretary_a))

	def test_every_governed_doctype_has_its_agency_field(self) -> None:
		"""A rule names fields that exist, so that its condition is sound SQL."""
		self.assertTrue(set(RULES) <= set(governed_doctypes()))
		for rule in RULES.values():
			columns = frappe.get_meta(rule.doctype).get_valid_columns()
			for field in rule.fields:
				self.assertIn(field, columns, rule.doctype)
