"""What goes when the app is uninstalled, besides what the framework removes by module.

Roles, accounts and workflow states stay: they belong to the site and may be in use elsewhere.
"""

import frappe

from iso_qms.iso_workspace.digest import FIELDS
from iso_qms.iso_workspace.notifications import remove_notifications


def before_uninstall() -> None:
	"""Workflows, notifications and fields were made as the site's own, so nothing else would remove them.

	Rights are not asked: the administrator of the bench uninstalls, not a person of the site.
	"""
	modules = frappe.get_all("Module Def", {"app_name": "iso_qms"}, pluck="name")
	doctypes = frappe.get_all("DocType", {"module": ["in", modules]}, pluck="name")
	for name in frappe.get_all("Workflow", {"document_type": ["in", doctypes]}, pluck="name"):
		frappe.delete_doc("Workflow", name, force=True, ignore_permissions=True)
	remove_notifications()
	for doctype, fields in FIELDS.items():
		for field in fields:
			name = f"{doctype}-{field['fieldname']}"
			frappe.delete_doc("Custom Field", name, force=True, ignore_permissions=True, ignore_missing=True)
