"""People whose roles do not count everywhere: with places in several agencies, or with lent roles.

Frappe knows roles per account. Somebody who is head of one agency and officer of another would
approve in both, and a role that was lent would count after its last day; here a write, and a step of
a workflow, must be open to a role that counts at that agency today.
Nearly everybody has one place and own roles only, and is not asked a second time.
"""

import frappe
from frappe import _
from frappe.model.document import Document

from iso_qms.access.delegations import has_loans, loan_for_step, loans_of, note_loan
from iso_qms.access.roles import ALL_ROLES, DELEGATE
from iso_qms.access.scope import ACTIVE, Scope


def holds_right(scope: Scope, doctype: str, ptype: str, agency: str | None) -> bool:
    """Whether a role that counts at `agency` has the right on the DocType."""
    if not _is_asked(scope, agency):
        return True
    roles = _roles_that_count(scope, agency)
    return any(
        row.role in roles and not row.permlevel and row.get(ptype)
        for row in frappe.get_meta(doctype).permissions
    )


def uses_ended_loan(scope: Scope, doctype: str, ptype: str) -> bool:
    """Whether the account may change a DocType of no agency only by a role that does not count today."""
    if scope.unrestricted or not has_loans(scope.roles):
        return False
    openers = {
        row.role
        for row in frappe.get_meta(doctype).permissions
        if row.role in scope.roles and not row.permlevel and row.get(ptype)
    }
    return bool(openers) and not openers & _roles_that_count(scope, None)


def validate_step(scope: Scope, doc: Document, agency: str | None) -> None:
    """Refuse a workflow step that only a role of another agency opens, or one lent at other times."""
    before = doc.get_doc_before_save()
    state = doc.get("workflow_state")
    if not before or not _is_asked(scope, agency):
        return
    old = before.get("workflow_state")
    if old == state:
        return
    allowed = roles_of_step(doc.doctype, old, state)
    if allowed and not allowed & _roles_that_count(scope, agency):
        frappe.throw(
            _refusal(scope).format(_(state)), frappe.PermissionError, title=_("Agency Rule")
        )
    if loan := loan_for_step(doc, old, state):
        _refuse_own_record(doc, loan.lender, loan.lender_name, old, state)
        note_loan(doc, loan)


def _is_asked(scope: Scope, agency: str | None) -> bool:
    """Whether an account's roles are not all of them good at this agency and today."""
    if scope.unrestricted:
        return False
    if has_loans(scope.roles):
        return True
    return len(scope.own) > 1 and agency in scope.own


def _refusal(scope: Scope) -> str:
    if has_loans(scope.roles):
        return _("State {0}: this step needs a role that you do not hold at this agency today.")
    return _("State {0}: this step needs a role that you hold at another agency only.")


def _refuse_own_record(doc: Document, lender: str, name: str, state: str, next_state: str) -> None:
    """What the lender may not do to a record of his own, nobody does in his name."""
    if doc.owner != lender:
        return
    steps = _steps(doc.doctype, state, next_state, ["allow_self_approval"])
    if all(step.allow_self_approval for step in steps):
        return
    frappe.throw(
        _("{0} made this record and cannot approve it, nor can anybody on behalf of {0}.").format(
            name
        ),
        frappe.PermissionError,
        title=_("Agency Rule"),
    )


def own_roles(scope: Scope, agency: str | None) -> set[str]:
    """Roles of the person's own active staff records: at an agency of his own there, else anywhere.

    A lent auditor works for another agency with the roles of his own one.
    """
    filters = {"user": scope.user, "account_status": ACTIVE}
    if agency in scope.own:
        filters["agency"] = agency
    held = frappe.get_all("ISO Staff Member", filters=filters, pluck="name")
    given = frappe.get_all(
        "ISO Staff Role",
        filters={"parent": ["in", held or [""]], "parenttype": "ISO Staff Member"},
        pluck="role",
    )
    return set(given)


def _roles_that_count(scope: Scope, agency: str | None) -> set[str]:
    lent = {loan.role for loan in loans_of(scope.user, agency)} if has_loans(scope.roles) else set()
    return own_roles(scope, agency) | lent | (scope.roles - {*ALL_ROLES, DELEGATE})


def roles_of_step(doctype: str, state: str | None, next_state: str | None) -> set[str]:
    """The roles that the active workflow lets take a step; empty without a workflow."""
    return {step.allowed for step in _steps(doctype, state, next_state, ["allowed"])}


def _steps(doctype: str, state: str | None, next_state: str | None, fields: list[str]) -> list:
    workflow = frappe.db.get_value("Workflow", {"document_type": doctype, "is_active": 1})
    if not workflow:
        return []
    steps = {"parent": workflow, "state": state, "next_state": next_state}
    return frappe.get_all("Workflow Transition", filters=steps, fields=fields)
