"""The steps of a procedure: their numbers, where a rejection goes, and where drafts come from."""

import frappe
from frappe import _


def validate_steps(rows: list) -> None:
	"""Numbers rise from row to row, and a rejection goes back to a step that exists before."""
	seen: list[int] = []
	for row in rows:
		if row.step_no < 1 or (seen and row.step_no <= seen[-1]):
			frappe.throw(
				_(
					"Row {0}, Step: {1} must be greater than the step before. Number the "
					"steps 1, 2, 3."
				).format(row.idx, row.step_no)
			)
		if row.next_on_reject and row.next_on_reject not in seen:
			frappe.throw(
				_(
					"Row {0}, Rejected, Back to Step: {1} is not an earlier step of this procedure."
				).format(row.idx, row.next_on_reject)
			)
		seen.append(row.step_no)


def copy_service_steps(procedure) -> None:
	"""Give a procedure what it lacks of its service: title, limit and first case of steps."""
	if not procedure.service:
		frappe.throw(_("Administrative Service: choose the service first."))
	service = frappe.get_doc("ISO Administrative Service", procedure.service)
	procedure.title = procedure.title or service.title
	if not procedure.time_limit:
		procedure.time_limit, procedure.time_unit = service.time_limit, service.time_unit
	if procedure.steps:
		return
	first_case = [row for row in service.steps if (row.branch or 1) == 1]
	for number, row in enumerate(first_case, start=1):
		procedure.append(
			"steps",
			{"step_no": number, "step_name": row.step_name, "description": row.description},
		)
