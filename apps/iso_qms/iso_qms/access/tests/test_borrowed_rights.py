"""Reports that are sent or prepared with a person's rights: only that person reaches them."""

import frappe

from iso_qms.access import roles
from iso_qms.access.tests.province import ProvinceTestCase
from iso_qms.tests.factories import as_user

REPORT = "ISO Audit Plan List"


class TestBorrowedRights(ProvinceTestCase):
	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		# Roles of stock that the app never gives, and that somebody may give by hand.
		for user in (cls.secretary_a, cls.secretary_b, cls.inspector):
			frappe.get_doc("User", user).add_roles("Report Manager", "Prepared Report User")

	def make_mailed(self, user: str) -> object:
		"""A report by mail that shows what `user` may see."""
		return frappe.get_doc(
			{
				"doctype": "Auto Email Report",
				"report": REPORT,
				"report_type": "Report Builder",
				"user": user,
				"email_to": "me@example.org",
				"frequency": "Daily",
				"format": "HTML",
			}
		).insert()

	def test_a_mailed_report_shows_what_its_maker_sees(self) -> None:
		"""The own rights may be used, nobody else's: neither the administrator's nor another agency's."""
		with as_user(self.secretary_a):
			mine = self.make_mailed(self.secretary_a)
			for other in ("Administrator", self.secretary_b, self.inspector):
				with self.assertRaises(frappe.PermissionError, msg=other):
					self.make_mailed(other)
				mine.reload()
				mine.user = other
				with self.assertRaises(frappe.PermissionError, msg=other):
					mine.save()

	def test_a_mailed_report_of_somebody_else_is_out_of_reach(self) -> None:
		"""Not listed, not read, not sent to other addresses, not taken over."""
		theirs = self.make_mailed(self.secretary_b)
		for user in (self.secretary_a, self.inspector):
			self.assertEqual(set(), self.names("Auto Email Report", user))
			with as_user(user):
				document = frappe.get_doc("Auto Email Report", theirs.name)
				for right in ("read", "write", "delete"):
					self.assertFalse(document.has_permission(right), right)
				document.update({"user": user, "email_to": "thief@example.org"})
				with self.assertRaises(frappe.PermissionError):
					document.save()
		self.assertEqual({theirs.name}, self.names("Auto Email Report", self.secretary_b))

	def test_a_prepared_report_is_its_askers(self) -> None:
		"""Its rows follow the rights of the one who asked, so nobody else reads it."""
		with as_user(self.secretary_b):
			run = frappe.get_doc({"doctype": "Prepared Report", "report_name": REPORT, "filters": "{}"})
			# As the framework orders it for whoever may run the report.
			name = run.insert(ignore_permissions=True).name
		run = frappe.get_doc("Prepared Report", name)
		for user in (self.secretary_a, self.inspector):
			self.assertEqual(set(), self.names("Prepared Report", user))
			self.assertFalse(run.has_permission("read", user=user))
		self.assertEqual({name}, self.names("Prepared Report", self.secretary_b))
		self.assertTrue(run.has_permission("read", user=self.secretary_b))

	def test_people_of_an_agency_hold_no_role_that_mails_reports(self) -> None:
		"""What the app gives opens none of it."""
		with as_user(self.admin_a):
			self.assertFalse(frappe.has_permission("Auto Email Report", "create"))
		for role in roles.ALL_ROLES:
			rights = {"parent": "Auto Email Report", "role": role}
			self.assertFalse(frappe.db.exists("DocPerm", rights), role)
