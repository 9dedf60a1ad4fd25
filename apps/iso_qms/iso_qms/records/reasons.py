"""A step back needs a reason: which steps those are, and what is said without one.

A step is one back when it leads to a state that the active workflow lists earlier, or when the class
of the record says so. The reason stands in the field `return_reason` and is written before or with
the step, so that form, list, REST, import and stock's apply_workflow are held to it alike. A DocType
of the province gets the rule by having a field of that name.
"""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr

from iso_qms.records.errors import MissingReasonError
from iso_qms.records.sent import read_list

FIELD = "return_reason"


def is_step_back(doctype: str, old: str | None, new: str | None) -> bool:
	"""Whether the active workflow lists `new` before `old`."""
	workflow = frappe.get_meta(doctype).get_workflow()
	if not workflow or old == new:
		return False
	rows = frappe.get_all(
		"Workflow Document State",
		filters={"parent": workflow, "state": ["in", [cstr(old), cstr(new)]]},
		fields=["state", "idx"],
		order_by="idx",
	)
	places = {}
	for row in rows:
		places.setdefault(row.state, row.idx)
	return len(places) == 2 and places[new] < places[old]


def require_reason(doc: Document) -> None:
	"""Refuse a step back without a reason of its own."""
	if cstr(doc.get(FIELD)).strip():
		return
	frappe.throw(
		_("{0}: write why before you return the record.").format(_(doc.meta.get_label(FIELD))),
		MissingReasonError,
		title=_("Reason Missing"),
	)


@frappe.whitelist()
@frappe.read_only()
def asks_reason(doctype: str, name: str, action: str) -> bool:
	"""For forms: whether the action, taken now, is a step back whose reason nobody has given yet."""
	doc = frappe.get_doc(doctype, name)
	doc.check_permission("read")
	workflow = _workflow_of(doctype)
	if not workflow or not doc.meta.has_field(FIELD):
		return False
	state = doc.get(workflow.workflow_state_field)
	steps = {"parent": workflow.name, "state": state, "action": action}
	declared = getattr(doc, "returns", ())
	elsewhere = getattr(doc, "reason_elsewhere", lambda: None)()
	return not elsewhere and any(
		(state, step) in declared or is_step_back(doctype, state, step)
		for step in frappe.get_all("Workflow Transition", filters=steps, pluck="next_state")
	)


@frappe.whitelist()
@frappe.read_only()
def names_asking_reason(doctype: str, names: str | list, action: str) -> list[str]:
	"""For lists: which of the chosen records ask for a reason before the action is taken."""
	return [name for name in read_list(names, "names") if asks_reason(doctype, name, action)]


def validate_reason(doc: Document, method: str | None = None) -> None:
	"""doc_events "*": the rule for DocTypes of the province; classes of the app call it themselves."""
	# Imported here: stateful.py builds on this module.
	from iso_qms.records.stateful import StatefulRecord

	if isinstance(doc, StatefulRecord) or doc.meta.istable or not doc.meta.has_field(FIELD):
		return
	before, workflow = doc.get_doc_before_save(), _workflow_of(doc.doctype)
	if not before or not workflow:
		return
	old, new = (each.get(workflow.workflow_state_field) for each in (before, doc))
	if is_step_back(doc.doctype, old, new):
		require_reason(doc)
	elif old != new and doc.get(FIELD):
		# The reason of last time does not count again.
		doc.set(FIELD, None)


def _workflow_of(doctype: str) -> dict | None:
	active = {"document_type": doctype, "is_active": 1}
	return frappe.db.get_value("Workflow", active, ["name", "workflow_state_field"], as_dict=True)
