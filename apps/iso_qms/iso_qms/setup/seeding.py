"""Seeds records that customers edit: inserted once, replaced by an upgrade only while untouched."""

import frappe


def insert_missing(values: dict, name: str) -> bool:
	"""Insert the record unless one of that name exists; tells whether it was inserted."""
	if frappe.db.exists(values["doctype"], name):
		return False
	# Seeding acts for the system, in install and in patches.
	frappe.get_doc(values).insert(ignore_permissions=True)
	return True


def is_untouched(doctype: str, name: str) -> bool:
	"""Whether nobody has saved the record since it was seeded."""
	creation, modified = frappe.db.get_value(doctype, name, ["creation", "modified"])
	return creation == modified


def replace_untouched(values: dict, name: str) -> bool:
	"""For patches: put the new version in place of a record that nobody edited."""
	doctype = values["doctype"]
	if not frappe.db.exists(doctype, name):
		return insert_missing(values, name)
	if not is_untouched(doctype, name):
		return False
	frappe.delete_doc(doctype, name, force=True, ignore_permissions=True)  # seeded, see above
	return insert_missing(values, name)
