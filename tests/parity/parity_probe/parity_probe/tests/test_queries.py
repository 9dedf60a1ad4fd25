"""The two query engines and who sees what."""

import frappe
from frappe.share import add as share

from parity_probe.tests.base import OUTSIDER, USER_A, USER_B, ProbeCase, make


class TestQueries(ProbeCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.names = [
			make(
				"Probe Record",
				title_text=title,
				count_of=count,
				day=day,
				status=status,
				master=master,
			).name
			for title, count, day, status, master in (
				("alpha", 1, "2026-01-01", "Open", "M1"),
				("beta", 2, "2026-02-01", "Closed", "M2"),
				(None, 3, None, "", None),
				("delta", 4, "2026-03-01", "Open", "M1"),
			)
		]

	def found(self, filters, **more):
		rows = frappe.get_all(
			"Probe Record",
			filters=[["name", "in", self.names], *filters],
			pluck="name",
			order_by="name",
			**more,
		)
		return [self.names.index(name) for name in rows]

	def test_operators(self):
		for condition, expected in (
			(["title_text", "=", "alpha"], [0]),
			(["title_text", "!=", "alpha"], [1, 2, 3]),
			(["title_text", "like", "%a"], [0, 1, 3]),
			(["title_text", "not like", "%ta"], [0, 2]),
			(["title_text", "in", ["alpha", "beta"]], [0, 1]),
			(["title_text", "not in", ["alpha", "beta"]], [2, 3]),
			(["title_text", "is", "set"], [0, 1, 3]),
			(["title_text", "is", "not set"], [2]),
			(["count_of", ">", 2], [2, 3]),
			(["count_of", "<=", 2], [0, 1]),
			(["day", "between", ["2026-01-01", "2026-02-01"]], [0, 1]),
			(["day", "<", "2026-02-01"], [0, 2]),
			(["status", "=", "Open"], [0, 3]),
			(["master", "=", "M1"], [0, 3]),
		):
			self.assertEqual(self.found([condition]), expected, msg=str(condition))

	def test_the_other_engine_leaves_empty_values_out(self):
		filters = {"name": ("in", self.names), "title_text": ("!=", "alpha")}
		self.assertEqual(frappe.db.count("Probe Record", filters), 2)
		self.assertIsNone(frappe.db.get_value("Probe Record", {"name": "nowhere"}))
		self.assertEqual(
			frappe.db.get_value("Probe Record", self.names[0], ["title_text", "count_of"]),
			("alpha", 1),
		)
		self.assertEqual(
			frappe.db.get_value(
				"Probe Record", self.names[0], "title_text", as_dict=True
			).title_text,
			"alpha",
		)
		self.assertEqual(
			frappe.db.exists("Probe Record", {"title_text": "beta", "name": ("in", self.names)}),
			self.names[1],
		)

	def test_fields_groups_and_links(self):
		rows = frappe.get_all(
			"Probe Record",
			filters={"name": ("in", self.names)},
			fields=["status", "count(name) as n"],
			group_by="status",
			order_by="status",
		)
		self.assertEqual(
			[(row.status or "", row.n) for row in rows], [("", 1), ("Closed", 1), ("Open", 2)]
		)
		rows = frappe.get_all(
			"Probe Record",
			filters={"name": self.names[0]},
			fields=["name", "master.title_text as title_of"],
		)
		self.assertEqual(rows[0].title_of, "First")
		self.assertEqual(
			len(frappe.get_all("Probe Record", filters={"name": ("in", self.names)}, limit=2)), 2
		)

	def test_child_filters(self):
		name = make("Probe Record", rows=[{"item": "needle"}, {"item": "hay"}]).name
		self.assertEqual(
			frappe.get_all(
				"Probe Record",
				filters=[["Probe Row", "item", "=", "needle"], ["name", "=", name]],
				pluck="name",
			),
			[name],
		)

	def test_refused_queries(self):
		self.assertRaises(
			frappe.ValidationError,
			frappe.get_all,
			"Probe Record",
			filters=[["title_text", "resembles", "x"]],
		)
		self.assertRaises(
			frappe.DataError,
			frappe.get_all,
			"Probe Record",
			fields=["(select name from tabUser) as x"],
		)
		self.assertRaises(
			frappe.ValidationError, frappe.get_all, "Probe Record", order_by="name; drop table x"
		)


class TestAccess(ProbeCase):
	def test_owner_only(self):
		frappe.set_user(USER_A)
		mine = make("Probe Owned", title_text="mine").name
		self.assertTrue(frappe.has_permission("Probe Owned", "write", mine))
		frappe.set_user(USER_B)
		self.assertFalse(frappe.has_permission("Probe Owned", "read", mine))
		self.assertNotIn(mine, frappe.get_list("Probe Owned", pluck="name"))

	def test_without_a_role(self):
		frappe.set_user(OUTSIDER)
		self.assertRaises(frappe.PermissionError, frappe.get_list, "Probe Record")
		self.assertRaises(frappe.PermissionError, make, "Probe Record")

	def test_hooks_guard_lists_and_records(self):
		a, b = make("Probe Guarded", team="A").name, make("Probe Guarded", team="B").name
		for user, own, other in ((USER_A, a, b), (USER_B, b, a)):
			frappe.set_user(user)
			self.assertEqual(
				set(
					frappe.get_list("Probe Guarded", filters={"name": ("in", [a, b])}, pluck="name")
				),
				{own},
			)
			self.assertTrue(frappe.has_permission("Probe Guarded", "read", own))
			self.assertFalse(frappe.has_permission("Probe Guarded", "read", other))
			self.assertRaises(frappe.PermissionError, frappe.get_doc("Probe Guarded", other).save)
			frappe.set_user("Administrator")

	def test_user_permissions(self):
		one, two, none = (
			make("Probe Guarded", team="A", master=master).name for master in ("M1", "M2", None)
		)
		frappe.get_doc(
			{
				"doctype": "User Permission",
				"user": USER_A,
				"allow": "Probe Master",
				"for_value": "M1",
			}
		).insert()
		frappe.set_user(USER_A)
		self.assertEqual(
			set(
				frappe.get_list(
					"Probe Guarded", filters={"name": ("in", [one, two, none])}, pluck="name"
				)
			),
			{one, none},
		)
		self.assertFalse(frappe.has_permission("Probe Guarded", "read", two))
		self.assertEqual(frappe.new_doc("Probe Guarded").master, "M1")
		frappe.set_user("Administrator")
		frappe.db.delete("User Permission", {"user": USER_A})
		frappe.clear_cache(user=USER_A)

	def test_shares(self):
		name = make("Probe Owned", title_text="theirs").name
		share("Probe Owned", name, USER_A, write=1)
		frappe.set_user(USER_A)
		self.assertTrue(frappe.has_permission("Probe Owned", "write", name))
		self.assertIn(name, frappe.get_list("Probe Owned", pluck="name"))
		self.assertFalse(frappe.has_permission("Probe Owned", "delete", name))

	def test_levels(self):
		frappe.set_user(USER_A)
		doc = make("Probe Record", secret="mine")
		self.assertEqual(frappe.db.get_value("Probe Record", doc.name, "secret"), "start")
		doc.reload()
		doc.apply_fieldlevel_read_permissions()
		self.assertIsNone(doc.get("secret"))
