"""One rule for Probe Guarded: a user sees what belongs to the user's own group."""

import frappe


def group_of(user):
	return "B" if (user or "").startswith("probe-b") else "A"


def query_conditions(user=None, doctype=None):
	user = user or frappe.session.user
	if user == "Administrator":
		return ""
	return "`tabProbe Guarded`.`team` = " + frappe.db.escape(group_of(user))


def has_permission(doc, ptype=None, user=None, debug=False):
	return None if doc.team == group_of(user or frappe.session.user) else False
