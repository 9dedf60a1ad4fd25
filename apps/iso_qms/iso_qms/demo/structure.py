"""Writes the agencies of the province and the administrative services published for them."""

import frappe
from frappe import _

from iso_qms.demo.source import Source
from iso_qms.importers.services import ensure_field

SERVICE_FIELDS = (
	"tthc_code",
	"title",
	"decision_no",
	"result",
	"result_code",
	"time_limit",
	"time_unit",
	"time_note",
)


def make_agencies(source: Source) -> int:
	"""Insert all agencies, superiors first; how many."""
	standard = frappe.db.get_value("ISO Standard", {"status": "Current"}, "name")
	for row in source.agencies:
		values = {key: value for key, value in row.items() if key != "is_sample"}
		values["obligation"] = "Encouraged" if row["level"] == "Commune" else "Mandatory"
		frappe.get_doc({"doctype": "ISO Agency", "standard_version": standard, **values}).insert()
	return len(source.agencies)


def make_services(source: Source) -> int:
	"""Insert the published services; how many."""
	for row in source.services:
		values = {key: row.get(key) for key in SERVICE_FIELDS}
		frappe.get_doc(
			{
				"doctype": "ISO Administrative Service",
				"service_field": ensure_field(row["field"], row.get("ministry")),
				"executing_level": ", ".join(_level_name(level) for level in row["levels"]),
				"steps_status": "Not Read",
				**values,
			}
		).insert()
	return len(source.services)


def _level_name(level: str) -> str:
	return level.capitalize() if level == "khác" else f"Cấp {level}"


def require_empty_site() -> None:
	"""Refuse a site that holds agencies or services already: sample data never mixes with real records."""
	if frappe.db.count("ISO Agency") or frappe.db.count("ISO Administrative Service"):
		frappe.throw(
			_(
				"This site already holds agencies or services. Sample data is loaded into an empty site "
				"only: make a new one with bench new-site."
			)
		)
