"""Workflow as apps and the desk call it: what may be done with a document now, and doing it."""

from __future__ import annotations

from typing import Any, NoReturn

from ristretto import flow as flow  # registers the engine's checks
from ristretto.document import Document
from ristretto.errors import WorkflowPermissionError as WorkflowPermissionError
from ristretto.errors import WorkflowStateError as WorkflowStateError
from ristretto.errors import WorkflowTransitionError as WorkflowTransitionError
from ristretto.flow import refusals, rules
from ristretto.flow import workflow as engine
from ristretto.web.listing import parse_list, parse_object

import frappe
from frappe import _
from frappe.desk.doctype.notification_log.notification_log import make_notification_logs
from frappe.utils import cint

INLINE_APPROVALS = 20
MOST_APPROVALS = 500
SHOWS_PROGRESS = 5
DEFAULT_WORKFLOW_TASKS: list[str] = []


def get_workflow_name(doctype: str) -> str | None:
    """The active workflow of a DocType."""
    from ristretto.db.metas import active_workflow

    return active_workflow(doctype)


def get_workflow(doctype: str) -> Any:
    """The active Workflow document; DoesNotExistError when there is none."""
    return frappe.get_cached_doc("Workflow", get_workflow_name(doctype) or "")


def _rows(doctype: str, workflow: Any = None) -> rules.Workflow:
    if workflow:
        return engine.from_record(workflow, workflow.states, workflow.transitions)
    found = engine.active(doctype)
    if found is None:
        frappe.throw(_("{0} {1} not found").format(_("Workflow"), ""), frappe.DoesNotExistError)
    return found


def _document(doc: Any) -> Any:
    """The stored document behind a document, a dict or JSON text; only its key is believed."""
    if isinstance(doc, Document):
        doc.load_from_db()
        return doc
    sent = parse_object(doc, "doc")
    if not isinstance(sent.get("doctype"), str):
        frappe.throw(_("A document with its doctype is needed"))
    return frappe.get_doc(sent["doctype"], sent.get("name"))


@frappe.whitelist()
@frappe.read_only()
def get_transitions(doc: Any, workflow: Any = None, raise_exception: bool = False) -> list[Any]:
    """Transitions offered to the user from the document's state."""
    if not isinstance(doc, Document):
        doc = _document(doc)
    if doc.is_new():
        return []
    doc.check_permission("read")
    rows = _rows(doc.doctype, workflow)
    if not doc.get(rows.field):
        if raise_exception:
            raise WorkflowStateError
        frappe.throw(_("Workflow State not set"), WorkflowStateError)
    return [frappe._dict(_plain(step)) for step in engine.open_steps(doc, rows)]


def _plain(step: Any) -> dict[str, Any]:
    return dict(step) if isinstance(step, dict) else step.as_dict()


@frappe.whitelist()
@frappe.read_only()
def get_actions(doctype: str, name: str) -> list[dict[str, Any]]:
    """Every step out of the document's state, with the reason when it is closed to the user."""
    doc = frappe.get_doc(doctype, name)
    doc.check_permission("read")
    workflow = engine.active(doctype)
    if workflow is None:
        return []
    return [_action(step, refusal) for step, refusal in engine.explain(doc, workflow)]


def _action(step: Any, refusal: rules.Refusal | None) -> dict[str, Any]:
    out = {key: step.get(key) for key in ("action", "next_state", "allowed", "allow_self_approval")}
    reason = engine.sentence(refusal) if refusal else None
    return out | {
        "permitted": int(refusal is None),
        "rule": refusal.rule if refusal else None,
        "reason": reason,
        "style": frappe.db.get_value("Workflow State", step.next_state, "style", cache=True),
    }


def get_workflow_safe_globals() -> dict[str, Any]:
    """Names that a condition may use beside `doc`."""
    return {
        "frappe": frappe._dict(
            db=frappe._dict(get_value=frappe.db.get_value, get_list=frappe.db.get_list),
            session=frappe.session,
            utils=frappe._dict(
                now_datetime=frappe.utils.now_datetime,
                add_to_date=frappe.utils.add_to_date,
                get_datetime=frappe.utils.get_datetime,
                now=frappe.utils.now,
            ),
        )
    }


def is_transition_condition_satisfied(transition: Any, doc: Any) -> bool:
    return engine.holds(transition, doc)


@frappe.whitelist()
def apply_workflow(doc: Any, action: str) -> Any:
    """Take an action on a document: set state and update field, save, submit or cancel.

    Whoever is refused, by the workflow or by the record, leaves a row in the Activity Log.
    """
    doc = _document(doc)
    try:
        return _apply(doc, action)
    except (frappe.ValidationError, frappe.PermissionError) as error:
        refusals.note(doc, error, action)
        raise


def _apply(doc: Any, action: str) -> Any:
    workflow = _rows(doc.doctype)
    step = rules.step_by_action(get_transitions(doc), action)
    if step is None:
        _refuse_action(doc, workflow, action)
    if refusal := rules.refuse_self_approval(step, doc.get("owner"), frappe.session.user):
        text = engine.sentence(refusal)
        frappe.throw(text, frappe.ValidationError(text, rule=refusal.rule))
    before = cint(doc.docstatus)
    doc.set(workflow.field, step.next_state)
    engine.set_update_field(doc, workflow, step.next_state)
    _save(doc, before, workflow.docstatus(step.next_state), step)
    # The state itself: every reader sees it in their own language.
    doc.add_comment("Workflow", step.next_state)
    return doc


def _refuse_action(doc: Any, workflow: rules.Workflow, action: str) -> NoReturn:
    """Say who may take the action, what is missing, or what may be done from here instead."""
    state = doc.get(workflow.field)
    steps = rules.steps_from(workflow, state)
    refusal = engine.refuse_steps(doc, [step for step in steps if step.action == action])
    if refusal is None or refusal.rule == "workflow.no_transition":
        possible = ", ".join(dict.fromkeys(_(step.action) for step in steps))
        text = _("{0} is not possible in the state {1}. Possible here: {2}").format(
            _(action), _(state), possible or _("nothing more")
        )
        rule = "workflow.no_transition"
    else:
        text, rule = f"{_(action)}: {engine.sentence(refusal)}", refusal.rule
    frappe.throw(text, WorkflowTransitionError(text, rule=rule))


def _save(doc: Any, before: int, after: int, step: Any) -> None:
    acts = {(0, 0): doc.save, (0, 1): doc.submit, (1, 1): doc.save, (1, 2): doc.cancel}
    if (before, after) not in acts:
        frappe.throw(
            _("{0}: the step {1} leads from {2} to {3}, which a document cannot do").format(
                step.next_state, step.action, before, after
            )
        )
    acts[(before, after)]()


def has_approval_access(user: str, doc: Any, transition: Any) -> bool:
    return rules.refuse_self_approval(frappe._dict(transition), doc.get("owner"), user) is None


@frappe.whitelist()
def can_cancel_document(doctype: str) -> bool:
    """False when a step of the workflow cancels: then the desk offers the action, not Cancel."""
    workflow = engine.active(doctype)
    return workflow is None or not workflow.manages_cancelling


def validate_workflow(doc: Any) -> None:
    """Check the state change that a save of the document makes."""
    engine.validate(doc)


def set_workflow_state_on_action(doc: Any, workflow_name: str, action: str) -> None:
    """Bring the state in line with what submit, cancel or an update after submit made."""
    workflow = engine.load(workflow_name)
    docstatus = {"update_after_submit": 1, "submit": 1, "cancel": 2}[action]
    if workflow.docstatus(doc.get(workflow.field)) != docstatus:
        doc.set(workflow.field, workflow.first_with(docstatus) or doc.get(workflow.field))


def get_workflow_state_field(workflow_name: str) -> str:
    return get_workflow_field_value(workflow_name, "workflow_state_field")


def send_email_alert(workflow_name: str) -> Any:
    return get_workflow_field_value(workflow_name, "send_email_alert")


def get_workflow_field_value(workflow_name: str, field: str) -> Any:
    return frappe.get_cached_value("Workflow", workflow_name, field)


@frappe.whitelist()
def bulk_workflow_approval(docnames: str | list[str], doctype: str, action: str) -> None:
    """Take an action on up to 500 documents, each in its own transaction.

    Many run in the background.
    """
    names = parse_list(docnames, "docnames", of=(str, int))
    if len(names) < INLINE_APPROVALS:
        failed, done = _bulk_workflow_action(names, doctype, action)
        # Beside the messages that stock sends: the same for a page that draws its own report.
        frappe.response["bulk_report"] = [
            *({"name": name, "reason": said[0]["message"]} for name, said in failed.items()),
            *({"name": name, "reason": None} for name in done),
        ]
    elif len(names) <= MOST_APPROVALS:
        frappe.msgprint(
            _("“{0}” for many documents runs in the background.").format(action), alert=True
        )
        frappe.enqueue(
            _approve_in_background,
            docnames=names,
            doctype=doctype,
            action=action,
            queue="short",
            timeout=1000,
        )
    else:
        frappe.throw(_("Too many documents at once: choose {0} at most.").format(MOST_APPROVALS))


def _approve_in_background(docnames: list[str], doctype: str, action: str) -> None:
    """As the person who asked; the report, which no page waits for, becomes a notification."""
    failed, done = _bulk_workflow_action(docnames, doctype, action)
    lines = [f"{name}: {said[0]['message']}" for name, said in failed.items()]
    subject = _("{0}: {1} done, {2} not done").format(_(action), len(done), len(failed))
    report = {
        "type": "Alert",
        "subject": subject,
        "email_content": "".join(f"<p>{frappe.utils.escape_html(line)}</p>" for line in lines),
        "document_type": doctype,
        "from_user": frappe.session.user,
    }
    make_notification_logs(report, [frappe.session.user])


def _bulk_workflow_action(
    docnames: list[str], doctype: str, action: str
) -> tuple[dict[str, list[dict[str, str]]], dict[str, list[dict[str, str]]]]:
    """What was refused, by document with what was said, and what was done."""
    failed: dict[str, list[dict[str, str]]] = {}
    done: dict[str, list[dict[str, str]]] = {}
    for number, name in enumerate(docnames, 1):
        show_progress(docnames, _("Applying: {0}").format(_(action)), number, name)
        try:
            apply_workflow({"doctype": doctype, "name": name}, action)
            frappe.db.commit()
            done[name] = []
        except (frappe.ValidationError, frappe.PermissionError) as error:
            frappe.db.rollback()
            refusals.write()
            frappe.db.commit()
            failed[name] = [{"message": str(error)}]
        except Exception:
            # Edge of one document's work: a controller may raise anything, and the others wait for their turn.
            frappe.db.rollback()
            frappe.log_error(f"Workflow action {action}: {doctype} {name}")
            failed[name] = [{"message": _("Failed unexpectedly. The cause is in the Error Log")}]
        frappe.clear_messages()
    print_workflow_log(failed, _("Failed Transactions"), doctype, "red")
    print_workflow_log(done, _("Successful Transactions"), doctype, "green")
    return failed, done


def show_progress(docnames: list[str], message: str, i: int, description: str) -> None:
    """Tell the person how far a long list has come."""
    if len(docnames) >= SHOWS_PROGRESS:
        percent = 100 * i / len(docnames)
        frappe.publish_progress(percent, title=message, description=description)


def print_workflow_log(
    messages: dict[str, list[dict[str, str]]], title: str, doctype: str, indicator: str
) -> None:
    """One message: the documents, each with what was said about it; a link where nothing was."""
    escape = frappe.utils.escape_html
    lines = [
        f"{escape(name)}: {'; '.join(escape(each['message']) for each in said)}"
        if said
        else frappe.utils.get_link_to_form(doctype, name)
        for name, said in messages.items()
    ]
    if lines:
        frappe.msgprint(lines, title=title, as_list=True, indicator=indicator)


@frappe.whitelist()
@frappe.read_only()
def get_common_transition_actions(docs: str | list[Any], doctype: str) -> list[str]:
    """Actions that every one of the documents offers to the user."""
    listed = parse_list(docs, "docs")
    common: list[str] | None = None
    for row in listed:
        name = row.get("name") if isinstance(row, dict) else row
        doc = frappe.get_doc(doctype, name)
        actions = [
            step.action
            for step in get_transitions(doc)
            if has_approval_access(frappe.session.user, doc, step)
        ]
        common = actions if common is None else [action for action in common if action in actions]
        if not common:
            return []
    return list(dict.fromkeys(common or []))
