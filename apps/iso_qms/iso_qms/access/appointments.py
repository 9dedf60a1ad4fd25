"""People with places in several agencies: a role counts only in the agency that gave it.

Frappe knows roles per account. Somebody who is head of one agency and officer of another would
approve in both; here a write, and a step of a workflow, must be open to a role held at that agency.
People with one place, nearly everybody, are not asked a second time.
"""

import frappe
from frappe import _
from frappe.model.document import Document

from iso_qms.access.roles import ALL_ROLES
from iso_qms.access.scope import ACTIVE, Scope


def holds_right(scope: Scope, doctype: str, ptype: str, agency: str | None) -> bool:
	"""Whether a role that counts at `agency` has the right on the DocType."""
	if len(scope.own) < 2 or agency not in scope.own:
		return True
	roles = _roles_that_count(scope, agency)
	return any(
		row.role in roles and not row.permlevel and row.get(ptype)
		for row in frappe.get_meta(doctype).permissions
	)


def validate_step(scope: Scope, doc: Document, agency: str | None) -> None:
	"""Refuse a workflow step that only a role of another agency opens."""
	before = doc.get_doc_before_save()
	state = doc.get("workflow_state")
	if len(scope.own) < 2 or agency not in scope.own or not before:
		return
	if before.get("workflow_state") == state:
		return
	allowed = _roles_of_step(doc.doctype, before.get("workflow_state"), state)
	if allowed and not allowed & _roles_that_count(scope, agency):
		frappe.throw(
			_("State {0}: this step needs a role that you hold at another agency only.").format(
				frappe.bold(_(state))
			),
			frappe.PermissionError,
			title=_("Agency Rule"),
		)


def _roles_that_count(scope: Scope, agency: str) -> set[str]:
	held = frappe.get_all(
		"ISO Staff Member",
		filters={"user": scope.user, "agency": agency, "account_status": ACTIVE},
		pluck="name",
	)
	given = frappe.get_all(
		"ISO Staff Role",
		filters={"parent": ["in", held or [""]], "parenttype": "ISO Staff Member"},
		pluck="role",
	)
	return set(given) | (scope.roles - set(ALL_ROLES))


def _roles_of_step(doctype: str, state: str | None, next_state: str) -> set[str]:
	workflow = frappe.db.get_value("Workflow", {"document_type": doctype, "is_active": 1})
	if not workflow:
		return set()
	steps = {"parent": workflow, "state": state, "next_state": next_state}
	return set(frappe.get_all("Workflow Transition", filters=steps, pluck="allowed"))
