"""Whitelisted methods of the framework that answer without asking the rules, answered rightly.

Same names, arguments and answers as the originals (hook override_whitelisted_methods). Each one
says which leak of stock Frappe v15 it closes.
"""

from typing import Any

import frappe
from frappe.utils import get_url_to_form

from iso_qms.access.scope import get_scope
from iso_qms.records.sent import read, read_list

# What dashboard_chart.get takes; `no_cache` is left out, because nothing is read from the cache.
CHART_ARGUMENTS = (
	"chart_name",
	"chart",
	"filters",
	"from_date",
	"to_date",
	"timespan",
	"time_interval",
	"heatmap_year",
)


@frappe.whitelist()
@frappe.read_only()
def get_count(doctype: str, filters: Any = None, debug: bool = False, cache: bool = False) -> int:
	"""frappe.client.get_count, which counts every row for everybody."""
	rows = frappe.get_list(
		doctype, filters=read(filters, "filters"), fields=["count(name) as total"]
	)
	return rows[0]["total"] if rows else 0


@frappe.whitelist()
@frappe.read_only()
def get_link_title(doctype: str, docname: str) -> str | None:
	"""frappe.desk.search.get_link_title, which tells the title of any record.

	Names of agencies are public; of all other records only readers learn the title.
	"""
	meta = frappe.get_meta(doctype)
	if not meta.show_title_field_in_link:
		return docname
	if doctype != "ISO Agency" and not frappe.has_permission(doctype, "read", doc=docname):
		return docname
	return frappe.db.get_value(doctype, docname, meta.title_field)


@frappe.whitelist()
@frappe.read_only()
def get_names_for_mentions(search_term: str) -> list[dict]:
	"""frappe.desk.search.get_names_for_mentions, which lists every account of the province."""
	visible = frappe.get_list("User", filters={"enabled": 1}, pluck="name", limit_page_length=0)
	users = frappe.get_all(
		"User",
		filters={"name": ["in", visible], "allowed_in_mentions": 1, "user_type": "System User"},
		fields=["name as id", "full_name as value"],
		order_by="full_name",
	)
	wanted = search_term.casefold()
	return [
		{**user, "link": get_url_to_form("User Profile", user["id"])}
		for user in users
		if wanted in (user["value"] or "").casefold()
	]


@frappe.whitelist()
@frappe.read_only()
def search(text: str, start: int = 0, limit: int = 20, doctype: str = "") -> list[dict]:
	"""frappe.utils.global_search.search, which shows rows of all agencies."""
	from frappe.utils import global_search

	found = global_search.search(text, start, limit, doctype)
	return [row for row in found if row["name"] in _visible_names(row["doctype"], found)]


def _visible_names(doctype: str, found: list[dict]) -> set[str]:
	names = [row["name"] for row in found if row["doctype"] == doctype]
	return set(
		frappe.get_list(doctype, filters={"name": ["in", names]}, pluck="name", limit_page_length=0)
	)


@frappe.whitelist()
@frappe.read_only()
def get_chart(**kwargs: Any) -> Any:
	"""dashboard_chart.get, whose cache is shared by all users: figures of another agency."""
	from frappe.desk.doctype.dashboard_chart import dashboard_chart

	given = {name: kwargs[name] for name in CHART_ARGUMENTS if name in kwargs}
	return dashboard_chart.get(**given, refresh=1)


@frappe.whitelist()
@frappe.read_only()
def get_tagged_docs(doctype: str, tag: str) -> list[tuple]:
	"""tag.get_tagged_docs, which names the tagged records of every agency."""
	filters = {"_user_tags": ["like", tag]}
	return frappe.get_list(
		doctype, filters=filters, fields=["name"], as_list=True, limit_page_length=0
	)


@frappe.whitelist()
def add_tag(tag: str, dt: str, dn: str, color: str | None = None) -> str:
	"""tag.add_tag, which writes on records the person cannot open."""
	from frappe.desk.doctype.tag import tag as tags

	frappe.has_permission(dt, "write", doc=dn, throw=True)
	return tags.add_tag(tag, dt, dn, color)


@frappe.whitelist()
def add_tags(tags: Any, dt: str, docs: Any, color: str | None = None) -> None:
	"""tag.add_tags, as above for many records."""
	names, wanted = read_list(docs, "docs"), read_list(tags, "tags")
	for name in names:
		for tag in wanted:
			add_tag(tag, dt, name, color)


@frappe.whitelist()
def remove_tag(tag: str, dt: str, dn: str) -> None:
	"""tag.remove_tag, as add_tag."""
	from frappe.desk.doctype.tag import tag as tags

	frappe.has_permission(dt, "write", doc=dn, throw=True)
	tags.remove_tag(tag, dt, dn)


@frappe.whitelist()
@frappe.read_only()
def get_submitted_links(doctype: str, name: str) -> dict:
	"""linked_with.get_submitted_linked_docs, which asks for the right and ignores the answer."""
	from frappe.desk.form import linked_with

	frappe.has_permission(doctype, "read", doc=name, throw=True)
	found = linked_with.get_submitted_linked_docs(doctype, name)
	docs = [
		row for row in found["docs"] if frappe.has_permission(row["doctype"], doc=row["name"])
	]
	return {"docs": docs, "count": len(docs)}


@frappe.whitelist()
@frappe.read_only()
def get_group_by_count(doctype: str, current_filters: Any, field: str) -> list[dict]:
	"""listview.get_group_by_count, which counts assignments of every agency."""
	from frappe.desk import listview

	if field != "assigned_to" or get_scope().reads_all:
		return listview.get_group_by_count(doctype, current_filters, field)
	filters = read(current_filters, "current_filters")
	names = frappe.get_list(doctype, filters=filters, pluck="name", limit_page_length=0)
	return frappe.get_all(
		"ToDo",
		filters={
			"status": ["!=", "Cancelled"],
			"reference_type": doctype,
			"reference_name": ["in", names or [""]],
		},
		fields=["allocated_to as name", "count(name) as count"],
		group_by="allocated_to",
		order_by="count desc",
		limit_page_length=50,
	)
