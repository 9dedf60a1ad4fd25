"""The nodes of the clause tree: the next level below one clause, in the order of the standard."""

import frappe


@frappe.whitelist(methods=["GET", "POST"])
@frappe.read_only()
def get_children(
	doctype: str,
	parent: str | None = None,
	is_root: bool = False,
	standard: str | None = None,
	**_unused: object,
) -> list[dict]:
	"""Rows {value, title, expandable} of the level below `parent` that the person may read."""
	filters: dict = (
		{"parent_iso_clause": ["is", "not set"]}
		if is_root or not parent
		else {"parent_iso_clause": parent}
	)
	if standard:
		filters["standard"] = standard
	return frappe.get_list(
		"ISO Clause",
		filters=filters,
		fields=["name as value", "display_title as title", "is_group as expandable"],
		order_by="lft asc",
		limit_page_length=0,
	)
