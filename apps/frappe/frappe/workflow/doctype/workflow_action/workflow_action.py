"""Controller of Workflow Action.

Who is asked to act on a document in its state, and mails that ask.

A state is asked for once: a document that comes back to a state makes no second record.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ristretto.context import current
from ristretto.flow import rules
from ristretto.flow import workflow as engine

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.workflow import apply_workflow, has_approval_access
from frappe.utils import add_to_date, escape_html, get_datetime, get_url, now_datetime
from frappe.utils.user import get_users_with_role
from frappe.utils.verified_command import get_signed_params, verify_request

MODULE = "frappe.workflow.doctype.workflow_action.workflow_action"
# A mailed link opens the page that asks; its button works for a shorter time than the mail lies around.
DAYS_OF_A_MAIL = 30
HOURS_OF_A_BUTTON = 24


class WorkflowAction(Document):
    """One document in one state, with the roles that may move it on."""


def on_doctype_update() -> None:
    frappe.db.add_index("Workflow Action", ["reference_name", "reference_doctype", "status"])


def get_permission_query_conditions(user: str | None = None, doctype: str | None = None) -> str:
    """Open actions for one of the user's roles, or for the user."""
    user = user or frappe.session.user
    if user == "Administrator":
        return ""
    roles = ", ".join(frappe.db.escape(role) for role in frappe.get_roles(user))
    permitted = (
        "select `parent` from `tabWorkflow Action Permitted Role` "
        f"where `parenttype` = 'Workflow Action' and `role` in ({roles})"
    )
    return (
        f"(`tabWorkflow Action`.`name` in ({permitted}) "
        f"or `tabWorkflow Action`.`user` = {frappe.db.escape(user)}) "
        "and `tabWorkflow Action`.`status` = 'Open'"
    )


def has_permission(
    doc: Any, ptype: str | None = None, user: str | None = None, debug: bool = False
) -> bool:
    user = user or frappe.session.user
    if user == "Administrator" or doc.get("user") == user:
        return True
    return bool({row.role for row in doc.permitted_roles} & set(frappe.get_roles(user)))


def process_workflow_actions(doc: Any, state: str | None = None) -> None:
    """After a save, cancellation or deletion: close what was open, ask for what comes next."""
    workflow = engine.active(doc.doctype)
    if workflow is None or doc.doctype == "Workflow Action":
        return
    reference = {"reference_doctype": doc.doctype, "reference_name": doc.name}
    if state == "on_trash":
        _delete(reference)
        return
    state = doc.get(workflow.field)
    waiting = _open_actions(reference)
    # Stock stops at a completed row too, so that nobody is asked when a record comes back (W-WA-9).
    if any(action.state == state for action in waiting):
        return
    _complete(doc, workflow, waiting)
    steps = _next_steps(workflow, state, doc)
    if not steps:
        return
    _ask({step.allowed for step in steps}, reference, state)
    if workflow.send_email_alert:
        frappe.enqueue(
            f"{MODULE}.send_workflow_action_email",
            queue="short",
            doctype=doc.doctype,
            docname=doc.name,
            enqueue_after_commit=True,
        )


def _delete(reference: dict[str, str]) -> None:
    for name in frappe.get_all("Workflow Action", filters=reference, pluck="name"):
        # The document is gone; the actions about it go with it.
        frappe.delete_doc(
            "Workflow Action", name, ignore_permissions=True, force=True, delete_permanently=True
        )


@dataclass
class OpenAction:
    """An open Workflow Action: which state it asks about, and which roles."""

    name: str
    state: str
    roles: list[str]


def _open_actions(reference: dict[str, str]) -> list[OpenAction]:
    rows = current().db.execute(
        "SELECT action.`name`, action.`workflow_state`, permitted.`role` FROM `tabWorkflow Action` AS action"
        " LEFT JOIN `tabWorkflow Action Permitted Role` AS permitted ON permitted.`parent` = action.`name`"
        " WHERE action.`reference_doctype` = ? AND action.`reference_name` = ? AND action.`status` = 'Open'"
        " ORDER BY action.`name`, permitted.`idx`",
        (reference["reference_doctype"], reference["reference_name"]),
    )
    found: dict[str, OpenAction] = {}
    for name, state, role in rows:
        found.setdefault(name, OpenAction(name, state, [])).roles.append(role)
    return list(found.values())


def _complete(doc: Any, workflow: rules.Workflow, waiting: list[OpenAction]) -> None:
    """Close the open record of the state that was left, in the name of the role that acted.

    As on stock this follows from the step that was taken: it is no change of its own, with events and a version.
    """
    before = doc.get_doc_before_save()
    left = before.get(workflow.field) if before else None
    held = set(frappe.get_roles())
    for action in waiting:
        if left in (None, "", action.state):
            role = next((each for each in action.roles if each in held), None)
            current().db.execute(
                "UPDATE `tabWorkflow Action` SET `status` = 'Completed', `completed_by` = ?,"
                " `completed_by_role` = ? WHERE `name` = ?",
                (frappe.session.user, role, action.name),
            )


def _next_steps(workflow: rules.Workflow, state: str, doc: Any) -> list[Any]:
    """Steps out of the state that lead to a state worth asking for, whatever the user's roles."""
    steps = []
    for step in rules.steps_from(workflow, state):
        target = workflow.state(step.next_state)
        if target is None or target.is_optional_state or not engine.holds(step, doc):
            continue
        steps.append(step)
    return steps


def _ask(roles: set[str], reference: dict[str, str], state: str) -> None:
    action = frappe.get_doc(
        {"doctype": "Workflow Action", **reference, "workflow_state": state, "status": "Open"}
    )
    for role in sorted(roles):
        action.append("permitted_roles", {"role": role})
    # Whoever saves the document asks the next person, with or without a right on this record.
    # Its links are the document that was just stored and roles of the workflow in use.
    action.insert(ignore_permissions=True, ignore_links=True)


# mails and their links ----------------------------------------------------------------------------


def send_workflow_action_email(doctype: str, docname: str) -> None:
    """Mail everybody whose turn it is, with signed links to the actions."""
    doc = frappe.get_doc(doctype, docname)
    workflow = engine.active(doctype)
    if workflow is None:
        return
    for user, steps in _steps_by_user(workflow, doc).items():
        subject, message = _letter(workflow, doc)
        frappe.sendmail(
            recipients=[frappe.db.get_value("User", user, "email")],
            subject=subject,
            template="workflow_action",
            args={
                "message": message,
                "actions": [_link(doc, step, user, workflow) for step in steps],
            },
            reference_doctype=doctype,
            reference_name=docname,
        )


def _steps_by_user(workflow: rules.Workflow, doc: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for step in _next_steps(workflow, doc.get(workflow.field), doc):
        for user in get_users_with_role(step.allowed):
            if not has_approval_access(user, doc, step):
                continue
            if frappe.has_permission(doc.doctype, "read", doc=doc, user=user):
                found.setdefault(user, []).append(step)
    return found


def _letter(workflow: rules.Workflow, doc: Any) -> tuple[str, str]:
    row = workflow.state(doc.get(workflow.field))
    template = row.next_action_email_template if row else None
    if template:
        # The workflow's author chose the letter; whoever moves a document need not be able to read templates.
        letter = frappe.get_doc("Email Template", template).get_formatted_email(doc.as_dict())
        return letter["subject"], letter["message"]
    subject = _("{0}: {1} waits for your action").format(_(doc.doctype), doc.name)
    return subject, escape_html(subject)


def _link(doc: Any, step: Any, user: str, workflow: rules.Workflow) -> dict[str, str]:
    params = {
        "doctype": doc.doctype,
        "docname": doc.name,
        "action": step.action,
        "current_state": doc.get(workflow.field),
        "user": user,
        "last_modified": str(doc.modified),
        "valid_until": str(add_to_date(now_datetime(), days=DAYS_OF_A_MAIL)),
    }
    url = get_url(f"/api/method/{MODULE}.apply_action?{get_signed_params(params)}")
    return {"action_name": _(step.action), "action_link": url}


@frappe.whitelist(allow_guest=True)
def apply_action(
    action: str,
    doctype: str,
    docname: str,
    current_state: str,
    user: str | None = None,
    last_modified: str | None = None,
    valid_until: str | None = None,
) -> None:
    """The link in the mail: shows what will happen and asks for a confirmation."""
    if not verify_request() or not _is_in_time(valid_until):
        return
    doc = frappe.get_doc(doctype, docname)
    workflow = engine.active(doctype)
    if workflow is None or doc.get(workflow.field) != current_state:
        _already_done(doc, workflow)
        return
    params = {"action": action, "doctype": doctype, "docname": docname, "user": user}
    params["last_modified"] = str(doc.modified)
    params["valid_until"] = str(add_to_date(now_datetime(), hours=HOURS_OF_A_BUTTON))
    link = get_url(f"/api/method/{MODULE}.confirm_action?{get_signed_params(params)}")
    changed = last_modified and get_datetime(doc.modified) != get_datetime(last_modified)
    note = _("The document changed after this mail was sent.") if changed else ""
    html = (
        f"<p>{escape_html(_(doctype))} {escape_html(docname)}: {escape_html(_(action))}</p>"
        f"<p>{note}</p>"
        f'<p><a class="btn btn-primary" href="{escape_html(link)}">{escape_html(_(action))}</a></p>'
    )
    frappe.respond_as_web_page(_("Confirm Your Action"), html)


@frappe.whitelist(allow_guest=True)
def confirm_action(
    doctype: str,
    docname: str,
    user: str,
    action: str,
    last_modified: str | None = None,
    valid_until: str | None = None,
) -> None:
    """Take the action in the name of the person to whom the signed link was mailed, once."""
    if not verify_request() or not _is_in_time(valid_until):
        return
    doc = frappe.get_doc(doctype, docname)
    if last_modified and get_datetime(doc.modified) != get_datetime(last_modified):
        # A closed hole: on stock the button works again whenever the document comes back to its state.
        _already_done(doc, engine.active(doctype))
        return
    signed_in = frappe.session.user
    if signed_in == "Guest":
        if not frappe.db.get_value("User", user, "enabled"):
            _refuse_link(_("This account is blocked. Ask the administrator of your agency."))
            return
        frappe.set_user(user)
    try:
        doc = apply_workflow(doc, action)
        frappe.db.commit()
        text = _("{0} {1} is now: {2}").format(docname, _(doctype), _(_state(doc)))
        frappe.respond_as_web_page(_("Success"), escape_html(text), indicator_color="green")
    finally:
        if signed_in == "Guest":
            frappe.set_user(signed_in)


def _is_in_time(valid_until: str | None) -> bool:
    """Whether a signed link is still young enough; answers a page if not. Links of stock carry no date."""
    if not valid_until or get_datetime(valid_until) >= now_datetime():
        return True
    _refuse_link(_("This link is too old. Sign in and open the document instead."))
    return False


def _refuse_link(text: str) -> None:
    frappe.respond_as_web_page(_("Link Expired"), escape_html(text), indicator_color="orange")


def _state(doc: Any) -> str:
    workflow = engine.active(doc.doctype)
    return str(doc.get(workflow.field)) if workflow else ""


def _already_done(doc: Any, workflow: rules.Workflow | None) -> None:
    state = doc.get(workflow.field) if workflow else ""
    frappe.respond_as_web_page(
        _("Link Expired"),
        escape_html(
            _("{2} moved {0} to the state {1}").format(doc.name, _(state), doc.modified_by)
        ),
        indicator_color="blue",
    )


def clear_old_workflow_actions(days: int = 90) -> None:
    """Remove completed actions older than `days`."""
    limit = frappe.utils.add_to_date(now_datetime(), days=-days)
    frappe.db.delete("Workflow Action", {"status": "Completed", "modified": ["<", limit]})
