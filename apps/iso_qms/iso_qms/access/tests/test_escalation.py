"""No way for an administrator of one agency to gain more than the own agency's accounts."""

from functools import partial

import frappe

from iso_qms.access import roles
from iso_qms.access.tests.province import ProvinceTestCase
from iso_qms.tests.factories import make_site_user, make_staff

META_DOCTYPES = (
	"Assignment Rule",
	"Client Script",
	"Custom DocPerm",
	"Custom Field",
	"Customize Form",
	"DocType",
	"Document Naming Rule",
	"Document Naming Settings",
	"Email Account",
	"Email Domain",
	"List View Settings",
	"Module Def",
	"Notification",
	"Package",
	"Package Import",
	"Package Release",
	"Property Setter",
	"Role",
	"Role Profile",
	"Server Script",
	"System Settings",
	"Translation",
	"User Permission",
	"Webhook",
	"Webhook Request Log",
	"Workflow",
)


class TestEscalation(ProvinceTestCase):
	def setUp(self) -> None:
		super().setUp()
		frappe.set_user(self.admin_a)

	def test_administrator_opens_an_account_of_the_own_agency(self) -> None:
		"""The normal case works: a new officer signs in with the role given."""
		staff = make_staff(self.a, roles.OFFICER)

		self.assertEqual("Active", staff.account_status)
		self.assertIn(roles.OFFICER, frappe.get_roles(staff.user))

	def test_roles_outside_the_list_are_refused(self) -> None:
		"""Neither province roles, nor the administrator's own, nor the site's can be given."""
		for role in (*roles.PROVINCE_ROLES, roles.AGENCY_ADMIN, "System Manager"):
			with self.assertRaises(frappe.PermissionError, msg=role):
				make_staff(self.a, role)

	def test_own_roles_cannot_be_changed(self) -> None:
		"""An administrator does not make itself head of the agency."""
		staff = self.staff_of(self.admin_a)
		staff.append("roles", {"role": roles.HEAD})

		with self.assertRaises(frappe.PermissionError):
			staff.save()

	def test_foreign_agency_is_out_of_reach(self) -> None:
		"""No account is opened, blocked or reset in another agency."""
		foreign = self.staff_of(self.secretary_b)

		with self.assertRaises(frappe.PermissionError):
			make_staff(self.b, roles.OFFICER)
		with self.assertRaises(frappe.PermissionError):
			foreign.block_account()
		with self.assertRaises(frappe.PermissionError):
			foreign.reset_password("Mat-khau-moi-1")

	def test_account_of_somebody_else_cannot_be_attached(self) -> None:
		"""A staff record never takes over an existing account."""
		staff = make_staff(self.a, roles.OFFICER, account=False)
		staff.user = "Administrator"
		with self.assertRaises(frappe.PermissionError):
			staff.save()

		with self.assertRaises(frappe.PermissionError):
			make_staff(self.a, roles.OFFICER, email=self.secretary_b)

	def test_account_that_runs_the_site_cannot_be_reset(self) -> None:
		"""A colleague who became System Manager is no longer the agency's to manage."""
		frappe.set_user("Administrator")
		staff = make_staff(self.a, roles.OFFICER)
		frappe.get_doc("User", staff.user).add_roles("System Manager")
		frappe.set_user(self.admin_a)

		with self.assertRaises(frappe.PermissionError):
			staff.reset_password("Mat-khau-moi-1")
		with self.assertRaises(frappe.PermissionError):
			staff.block_account()

	def test_transfer_to_another_agency_is_refused(self) -> None:
		"""People change agency through the province."""
		staff = make_staff(self.a, roles.OFFICER)
		staff.agency = self.b

		with self.assertRaises(frappe.PermissionError):
			staff.save()

	def test_move_within_the_agency(self) -> None:
		"""Departments of the own agency are the administrator's to fill."""
		staff = make_staff(self.a, roles.OFFICER)
		staff.move_to_department(self.department_a)

		self.assertEqual(
			self.department_a, frappe.db.get_value("ISO Staff Member", staff.name, "department")
		)
		with self.assertRaises(frappe.ValidationError):
			staff.move_to_department(self.department_b)

	def test_block_and_lift(self) -> None:
		"""Blocking disables the account, lifting enables it."""
		staff = make_staff(self.a, roles.OFFICER)

		staff.block_account()
		self.assertEqual(0, frappe.db.get_value("User", staff.user, "enabled"))
		staff.set_account_active()
		self.assertEqual(1, frappe.db.get_value("User", staff.user, "enabled"))

	def test_meta_doctypes_are_refused(self) -> None:
		"""No right at all on what decides rights, forms and scripts."""
		# The embedded runtime may not have every DocType of stock Frappe.
		for doctype in filter(partial(frappe.db.exists, "DocType"), META_DOCTYPES):
			for right in ("create", "write", "delete"):
				self.assertFalse(frappe.has_permission(doctype, right), f"{right} {doctype}")

	def test_direct_role_rows_are_refused(self) -> None:
		"""A Has Role row sent by itself does not reach the account."""
		row = {
			"doctype": "Has Role",
			"parenttype": "User",
			"parentfield": "roles",
			"parent": self.admin_a,
			"role": "System Manager",
		}
		with self.assertRaises(frappe.PermissionError):
			frappe.get_doc(row).insert()

	def test_user_record_is_no_way_round(self) -> None:
		"""Writing the account itself is refused even where code skips permissions."""
		account = frappe.get_doc("User", self.admin_a)
		account.append("roles", {"role": "System Manager"})

		with self.assertRaises(frappe.PermissionError):
			account.save(ignore_permissions=True)
		with self.assertRaises(frappe.PermissionError):
			frappe.get_doc(
				{
					"doctype": "User",
					"email": f"{frappe.generate_hash(length=8)}@example.org",
					"first_name": "x",
					"roles": [{"role": roles.HEAD}],
				}
			).insert()

	def test_meta_records_are_refused_even_where_roles_would_allow(self) -> None:
		"""A stock role given by mistake still writes no permission rows."""
		frappe.set_user("Administrator")
		frappe.get_doc("User", self.admin_a).add_roles("Script Manager", "Workspace Manager")
		frappe.set_user(self.admin_a)

		permission = {
			"doctype": "User Permission",
			"user": self.admin_a,
			"allow": "ISO Agency",
			"for_value": self.b,
		}
		with self.assertRaises(frappe.PermissionError):
			frappe.get_doc(permission).insert()


class TestProvinceAccounts(ProvinceTestCase):
	def setUp(self) -> None:
		super().setUp()
		frappe.set_user(self.province_admin)

	def test_province_manages_every_agency(self) -> None:
		"""The provincial administrator makes administrators and transfers people."""
		staff = make_staff(self.a, roles.AGENCY_ADMIN)
		staff.agency = self.b
		staff.save()

		self.assertEqual(self.b, frappe.db.get_value("ISO Staff Member", staff.name, "agency"))

	def test_province_cannot_give_the_site_away(self) -> None:
		"""System Manager is not the province's to give."""
		with self.assertRaises(frappe.PermissionError):
			make_staff(self.a, "System Manager")

	def test_account_that_runs_the_site_is_not_taken(self) -> None:
		"""An address that belongs to a System Manager is refused."""
		frappe.set_user("Administrator")
		manager = make_site_user("System Manager")
		frappe.set_user(self.province_admin)

		with self.assertRaises(frappe.PermissionError):
			make_staff(self.a, roles.OFFICER, email=manager)
