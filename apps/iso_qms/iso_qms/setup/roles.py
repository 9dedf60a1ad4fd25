"""Makes the roles of the app; a role that exists is left as the site has it."""

import frappe

from iso_qms.access.roles import ALL_ROLES, DELEGATE


def ensure_roles() -> None:
	"""Insert the roles that are missing, with access to the desk."""
	for role in (*ALL_ROLES, DELEGATE):
		if not frappe.db.exists("Role", role):
			# Runs in install and migrate, for the system.
			frappe.get_doc({"doctype": "Role", "role_name": role, "desk_access": 1}).insert(
				ignore_permissions=True
			)
