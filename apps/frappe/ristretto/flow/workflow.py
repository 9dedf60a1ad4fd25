"""Decides whether a save may change a workflow state; refuses every way around the workflow.

`validate` runs inside the framework's validation of each save, `hear` before a cancel, which has
no validation. Closed here, open on stock Frappe: submit and cancel around the workflow, a state
stored
with another docstatus, self approval by a direct save, a broken condition that breaks every save.
"""

from __future__ import annotations

import logging
from typing import Any, NoReturn

from ristretto import access, errors
from ristretto.context import AttrDict, current
from ristretto.context.dotted import get_attr
from ristretto.context.expressions import safe_eval
from ristretto.context.messages import throw
from ristretto.context.translate import translate as _
from ristretto.db.metas import active_workflow
from ristretto.flow import refusals, rules
from ristretto.flow.rules import Refusal, Workflow

log = logging.getLogger("ristretto.flow")
CONDITION_NAMES = "frappe.model.workflow.get_workflow_safe_globals"


def active(doctype: str) -> Workflow | None:
    """The active workflow of a DocType, read once per process until metadata changes."""
    name = active_workflow(doctype)
    return load(name) if name else None


def load(name: str) -> Workflow:
    """A Workflow record's rows; DoesNotExistError when there is none."""
    cache = current().site.cache("workflow_rows")
    if name not in cache:
        rows = _rows("SELECT * FROM `tabWorkflow` WHERE `name` = ?", name)
        if not rows:
            raise errors.DoesNotExistError(_("{0} {1} not found").format(_("Workflow"), name))
        cache[name] = from_record(
            rows[0],
            _children("Workflow Document State", name),
            _children("Workflow Transition", name),
        )
    found: Workflow = cache[name]
    return found


def from_record(record: Any, states: Any, transitions: Any) -> Workflow:
    """The facts of a Workflow, from database rows or from a document being saved."""
    return Workflow(
        name=record.get("name"),
        document_type=record.get("document_type"),
        field=record.get("workflow_state_field") or "workflow_state",
        states=tuple(states),
        transitions=tuple(transitions),
        send_email_alert=bool(record.get("send_email_alert")),
    )


def _children(doctype: str, parent: str) -> list[AttrDict]:
    where = "`parent` = ? AND `parenttype` = 'Workflow'"
    sql = f"SELECT * FROM `tab{doctype}` WHERE {where} ORDER BY `idx`"
    return [row.update({"doctype": doctype}) for row in _rows(sql, parent)]


def _rows(sql: str, *params: Any) -> list[AttrDict]:
    columns, rows = current().db.fetch(sql, params)
    return [AttrDict(zip(columns, row, strict=True)) for row in rows]


def holds(step: AttrDict, doc: Any) -> bool:
    """Whether a step's condition is true; one that raises counts as false and is logged."""
    if not step.condition:
        return True
    try:
        return bool(safe_eval(step.condition, get_attr(CONDITION_NAMES)(), {"doc": doc.as_dict()}))
    except Exception as error:
        # a customiser's expression may raise anything; it must not break the save
        log.warning(
            "Workflow condition %r of %s raised %s: %s",
            step.condition,
            step.parent,
            type(error).__name__,
            error,
        )
        return False


def open_steps(
    doc: Any, workflow: Workflow, state: Any = None, user: str | None = None
) -> list[AttrDict]:
    """Transitions that `user` is offered from the document's state."""
    start = state or doc.get(workflow.field)
    return rules.open_steps(
        workflow, start, access.roles(user or current().user), lambda step: holds(step, doc)
    )


def permitted_steps(doc: Any, workflow: Workflow, state: Any = None) -> list[AttrDict]:
    """Offered transitions that the current user may also take (self approval)."""
    user = current().user
    return [
        s
        for s in open_steps(doc, workflow, state)
        if not rules.refuse_self_approval(s, doc.get("owner"), user)
    ]


def explain(doc: Any, workflow: Workflow) -> list[tuple[AttrDict, Refusal | None]]:
    """Every transition out of the document's state with the reason why it is closed to the user."""
    user = current().user
    roles = access.roles(user)
    steps = rules.steps_from(workflow, doc.get(workflow.field))
    return [
        (s, rules.explain(s, roles, lambda step: holds(step, doc), doc.get("owner"), user))
        for s in steps
    ]


# saving -------------------------------------------------------------------------------------------


def validate(doc: Any) -> None:
    """Check the step that a save makes; part of `_validate`. Fills an empty state."""
    workflow = active(doc.doctype)
    if workflow is None or not workflow.states or doc.meta.istable:
        return
    before = _stored(doc)
    current_state = str((before.get(workflow.field) if before else None) or workflow.first_state)
    if not doc.get(workflow.field):
        doc.set(workflow.field, workflow.first_state)
    if workflow.state(current_state) is None:
        throw(
            _("The workflow has no state {0}. Add it to the workflow first.").format(current_state)
        )
    if doc.get(workflow.field) != current_state:
        _check_step(doc, before, workflow, current_state)
    elif doc.docstatus != workflow.docstatus(current_state):
        _follow_docstatus(doc, before, workflow, current_state)


def _stored(doc: Any) -> Any:
    """The stored version of a document, None for a new one."""
    return None if doc.is_new() else doc.get_doc_before_save()


def _check_step(doc: Any, before: Any, workflow: Workflow, current_state: str) -> None:
    """The state was changed: a permitted step must lead there, with the docstatus it stands for."""
    wanted = doc.get(workflow.field)
    refusal = why_not(before, workflow, current_state, wanted) if before else _STARTS_ELSEWHERE
    if refusal:
        _refuse(doc, current_state, wanted, refusal)
    if doc.docstatus != workflow.docstatus(wanted):
        _refuse(
            doc,
            current_state,
            wanted,
            Refusal(
                "workflow.docstatus",
                "this state needs another document status: use the workflow action",
            ),
        )


_STARTS_ELSEWHERE = Refusal("workflow.first_state", "a new record starts in the first state")


def why_not(before: Any, workflow: Workflow, state: Any, wanted: Any) -> Refusal | None:
    """Why the current user may not bring a stored document from `state` to `wanted`."""
    steps = [step for step in rules.steps_from(workflow, state) if step.next_state == wanted]
    return refuse_steps(before, steps)


def refuse_steps(doc: Any, steps: list[AttrDict]) -> Refusal | None:
    """Why none of some steps of a document is open to the current user; None when one is."""
    user = current().user
    return rules.refuse_steps(
        steps, access.roles(user), lambda step: holds(step, doc), doc.get("owner"), user
    )


def sentence(refusal: Refusal) -> str:
    """The refusal in the reader's language; names of roles translated, expressions as they are."""
    if refusal.rule == "workflow.role":
        return _(refusal.text).format(", ".join(_(role) for role in refusal.values))
    return _(refusal.text).format(*refusal.values)


def _follow_docstatus(doc: Any, before: Any, workflow: Workflow, state: str) -> None:
    """The docstatus changed but the state did not: find the permitted step, or refuse."""
    if doc._action == "save":
        return
    if doc._action == "update_after_submit" or _trusted():
        doc.set(workflow.field, workflow.first_with(doc.docstatus) or state)
        return
    steps = permitted_steps(before, workflow, state) if before else []
    _take(doc, workflow, state, rules.step_to_docstatus(workflow, steps, int(doc.docstatus)))


def _trusted() -> bool:
    """Patches and installations, run by the operator, may bring records in any docstatus."""
    flags = current().flags
    return bool(flags.in_install or flags.in_patch or flags.in_migrate)


def _take(doc: Any, workflow: Workflow, state: str, step: AttrDict | None) -> None:
    if step is None:
        _refuse(
            doc,
            state,
            _(_STATUS[int(doc.docstatus)]),
            Refusal("workflow.action_needed", "use a workflow action that is open to you"),
        )
    doc.set(workflow.field, step.next_state)
    set_update_field(doc, workflow, step.next_state)


_STATUS = {0: "Draft", 1: "Submitted", 2: "Cancelled"}


def set_update_field(doc: Any, workflow: Workflow, state: str) -> None:
    """Store a state's `update_value`, as text, in its `update_field`."""
    row = workflow.state(state)
    if row and row.update_field:
        doc.set(row.update_field, row.update_value)


def hear(doc: Any, event: str) -> None:
    """A cancellation runs no validation, so it is checked here."""
    if event == "before_cancel":
        check_cancel(doc)


def carried(doc: Any) -> frozenset[str]:
    """What a cancelling action may bring: the state, which `check_cancel` checks, and that state's own value."""
    workflow = active(doc.doctype)
    if workflow is None or not workflow.manages_cancelling:
        return frozenset()
    row = workflow.state(doc.get(workflow.field))
    if row and row.update_field and doc.get(row.update_field) == row.update_value:
        return frozenset({workflow.field, row.update_field})
    return frozenset({workflow.field})


def check_cancel(doc: Any) -> None:
    """A cancellation needs a permitted step, unless the workflow has none that cancels."""
    workflow = active(doc.doctype)
    if workflow is None or not workflow.manages_cancelling or _trusted():
        return
    before = _stored(doc)
    if before is None:
        return
    state = before.get(workflow.field)
    wanted = doc.get(workflow.field)
    steps = permitted_steps(before, workflow, state)
    if wanted != state:
        steps = [step for step in steps if step.next_state == wanted]
    _take(doc, workflow, state, rules.step_to_docstatus(workflow, steps, 2))


def _refuse(doc: Any, state: Any, wanted: Any, refusal: Refusal) -> NoReturn:
    text = _("{0} cannot become {1}").format(_(state), _(wanted))
    error = errors.WorkflowPermissionError(
        f"{text}: {sentence(refusal)}", rule=refusal.rule, doctype=doc.doctype
    )
    refusals.note(doc, error)
    throw(str(error), error, title=_("Workflow State"))
