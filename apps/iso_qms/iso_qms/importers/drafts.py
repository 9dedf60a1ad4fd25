"""Drafts an agency's procedures from the administrative services that its level carries out."""

import frappe
from frappe import _

# Level of the agency -> the mark of the service that says it is carried out there.
LEVEL_MARKS = {
	"Commune": "at_commune",
	"Province": "at_province",
	"Provincial Department": "at_province",
	"Branch Or Public Service Unit": "at_province",
	"District": "at_commune",
	"Ministry": "at_ministry",
}


def draft_procedures(agency: str, codes: list[str]) -> int:
	"""Insert a draft for each service of `codes` that the agency has no procedure for; how many."""
	level = frappe.db.get_value("ISO Agency", agency, "level")
	if not level:
		frappe.throw(_("Agency {0} does not exist.").format(agency), frappe.DoesNotExistError)
	fitting = frappe.get_all(
		"ISO Administrative Service",
		filters={LEVEL_MARKS[level]: 1, "status": "In Force"},
		pluck="name",
	)
	present = set(frappe.get_all("ISO Procedure", filters={"agency": agency}, pluck="service"))
	wanted = sorted(set(codes) & set(fitting) - present)
	for code in wanted:
		draft_procedure(agency, code)
	return len(wanted)


def draft_procedure(agency: str, service: str):
	"""One draft with title, time limit and steps of the service."""
	from iso_qms.iso_procedures.steps import copy_service_steps

	procedure = frappe.new_doc("ISO Procedure")
	procedure.update(
		{
			"agency": agency,
			"code": f"QT-{service}",
			"service": service,
			"procedure_kind": "Administrative Service",
		}
	)
	copy_service_steps(procedure)
	return procedure.insert()
