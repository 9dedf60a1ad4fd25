"""What every scenario starts from: a clean savepoint, the masters, and users of the probe."""

import frappe
from frappe.tests.utils import FrappeTestCase

from parity_probe import recorder

USER_A, USER_B, OUTSIDER = "probe-a@example.com", "probe-b@example.com", "probe-none@example.com"


class ProbeCase(FrappeTestCase):
	"""A scenario; everything is rolled back with the class, each test works on records of its own."""

	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		for email in (USER_A, USER_B, OUTSIDER):
			ensure_user(email, () if email == OUTSIDER else ("Probe User",))
		for code, title in (("M1", "First"), ("M2", "Second")):
			if not frappe.db.exists("Probe Master", code):
				make("Probe Master", code=code, title_text=title, state="Open")

	def setUp(self):
		frappe.set_user("Administrator")
		recorder.take()

	def tearDown(self):
		frappe.set_user("Administrator")


def ensure_user(email, roles):
	for role in roles:
		if not frappe.db.exists("Role", role):
			frappe.get_doc({"doctype": "Role", "role_name": role, "desk_access": 1}).insert()
	if not frappe.db.exists("User", email):
		user = frappe.get_doc(
			{
				"doctype": "User",
				"email": email,
				"first_name": email.split("@")[0],
				"send_welcome_email": 0,
			}
		)
		for role in roles:
			user.append("roles", {"role": role})
		user.insert(ignore_permissions=True)


def make(doctype, **values):
	return frappe.get_doc({"doctype": doctype, **values}).insert()
