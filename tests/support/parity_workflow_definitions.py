"""Observed workflow rows about the Workflow record itself: its fields, checks, switching, states of old documents."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import frappe
from frappe.model.workflow import apply_workflow, get_transitions, get_workflow_name
from frappe.workflow.doctype.workflow.workflow import get_workflow_state_count
from parity_access_world import World, column, doctype, outcome, row
from parity_workflow_world import (
    FULL,
    PLAIN,
    SUB,
    acting,
    at,
    make_plain,
    new,
    offered,
    saved,
    state,
    step,
    stored,
    workflow,
)

NUMBERS = itertools.count(1)


def _custom_field() -> dict[str, Any]:
    keys = "fieldname label fieldtype options hidden allow_on_submit no_copy read_only reqd insert_after"
    found = frappe.get_doc("Custom Field", {"dt": SUB, "fieldname": "workflow_state"})
    return {key: found.get(key) for key in keys.split()}


def _stored_workflow() -> dict[str, Any]:
    doc = frappe.get_doc("Workflow", "ObsB Sub")
    keys = "is_active override_status send_email_alert workflow_state_field workflow_data name"
    of_step = ("allow_self_approval", "condition", "allowed")
    of_state = "doc_status is_optional_state avoid_status_override update_field allow_edit"
    return {
        **{key: doc.get(key) for key in keys.split()},
        "transition0": {key: doc.transitions[0].get(key) for key in of_step},
        "state0": {key: doc.states[0].get(key) for key in of_state.split()},
    }


# what is accepted ---------------------------------------------------------------------------------


def accepted(states: list[Any], steps: list[Any], submittable: int = 1) -> Any:
    """Insert a workflow of a new DocType; its name, or the error."""
    # a name of its own: MariaDB keeps a table that was made in a transaction
    name = f"ObsB WfVal {next(NUMBERS)}"
    fields = [column("title"), column("n2", "Int")]
    rights = FULL if submittable else "read write create delete"
    doctype(name, fields, [row("System Manager", rights)], is_submittable=submittable)
    return outcome(lambda: workflow("V", name, states, steps, is_active=0).name)


def _checked(*steps: tuple[str, str, str], **more: Any) -> Callable[[], Any]:
    """A workflow of four states with these steps."""
    states = [
        state(name, update_field=None) for name in ("Draft", "Review", "Approved", "Cancelled")
    ]
    rows = [step(start, action, to, "WfA") for start, action, to in steps]
    return lambda: accepted(more.get("states", states), more.get("steps", rows), more.get("sub", 1))


SEND = ("Draft", "Send", "Review")
TWO = [state("Draft"), state("Review")]
ACCEPTED: dict[str, Callable[[], Any]] = {
    "W-VAL-1": _checked(SEND, sub=0),
    "W-VAL-2": _checked(("Cancelled", "Send", "Draft")),
    "W-VAL-3": _checked(("Approved", "Send", "Draft")),
    "W-VAL-4": _checked(("Draft", "Cancel", "Cancelled")),
    "W-VAL-5": _checked(("Draft", "Send", "Opt")),
    "W-VAL-6": _checked(states=[]),
    "W-VAL-7": _checked(SEND, states=[*TWO, state("Draft")]),
    "W-VAL-8": _checked(SEND, states=[state("Draft", allow_edit="Nobody"), state("Review")]),
    "W-VAL-9": _checked(SEND, states=[*TWO, state("Nowhere")]),
    "W-VAL-10": _checked(),
    "W-VAL-11": _checked(("Draft", "Send", "Draft")),
    "W-VAL-12": _checked(SEND, states=[state("Draft", update_field="nope"), state("Review")]),
    "W-VAL-13": _checked(("Draft", "Unknown", "Review")),
}


# switching ----------------------------------------------------------------------------------------


def _second_active() -> dict[str, int]:
    make_plain()
    make_plain("Plain 2", "Review")
    rows = frappe.get_all("Workflow", {"document_type": PLAIN}, ["name", "is_active"])
    return {each.name: each.is_active for each in rows}


def _starts_with_the_second() -> dict[str, Any]:
    make_plain()
    make_plain("Plain 2", "Review")
    return stored(new(PLAIN))


def _without_active() -> Any:
    make_plain(is_active=0)
    return get_workflow_name(PLAIN)


def _free_document() -> dict[str, Any]:
    make_plain(is_active=0)
    doc = new(PLAIN)
    begun = stored(doc)
    edit = saved("wfa", doc, workflow_state="ObsB Approved")
    with acting("wfa"):
        steps = outcome(lambda: get_transitions(doc))
        taken = outcome(lambda: apply_workflow(doc, "ObsB Send"))
    return {"state": begun, "edit": edit, "get_transitions": steps, "apply": taken}


def _activated_again() -> dict[str, Any]:
    plain = make_plain(is_active=0)
    doc = new(PLAIN)
    assert not doc.workflow_state
    plain.is_active = 1
    plain.save()
    return {"d2 (was empty)": stored(doc)}


def _removed(measure: Callable[[Any, Any], Any]) -> Callable[[], Any]:
    """A document in Review, then the state and its steps are taken out of the workflow."""

    def run() -> Any:
        doc = at("Review")
        flow = frappe.get_doc("Workflow", "ObsB Sub")
        flow.states = [each for each in flow.states if each.state != "ObsB Review"]
        flow.transitions = [
            each for each in flow.transitions if "ObsB Review" not in (each.state, each.next_state)
        ]
        return measure(doc, outcome(lambda: flow.save() and "saved"))

    return run


def _counted(doc: Any, save: Any) -> Any:
    rows = {"parent": "ObsB Sub"}
    states = frappe.get_all("Workflow Document State", rows, pluck="state")
    return get_workflow_state_count(SUB, "workflow_state", states)


def _count_of_two() -> Any:
    frappe.db.delete(SUB)
    at("Review")
    return _removed(_counted)()


def _filled(**more: Any) -> tuple[int, list[Any]]:
    """Two documents without a state, then a workflow that begins with Review."""
    flow = make_plain("First", is_active=0)
    for _ in range(2):
        new(PLAIN)
    frappe.delete_doc("Workflow", flow.name)
    before = frappe.db.count(PLAIN, {"workflow_state": ["is", "set"]})
    make_plain("Plain 2", "Review", **more)
    fields = ["workflow_state", "count(name) as n"]
    return before, frappe.get_all(PLAIN, fields=fields, group_by="workflow_state")


def _fills() -> dict[str, Any]:
    before, after = _filled()
    return {"before set": before, "after": after}


def _override() -> dict[str, Any]:
    make_plain(override_status=1)
    doc = new(PLAIN)
    return {"status": doc.status, "state": doc.workflow_state}


def _in_a_select() -> dict[str, Any]:
    found = outcome(lambda: make_plain(workflow_state_field="status") and "saved")
    return {"save": found, "insert": outcome(lambda: new(PLAIN).status)}


def _deleted() -> dict[str, Any]:
    frappe.delete_doc("Workflow", "ObsB Sub")
    return {
        "custom field": bool(frappe.db.exists("Custom Field", {"dt": SUB})),
        "cached name": get_workflow_name(SUB),
    }


def _offers(doc: Any, save: Any) -> dict[str, Any]:
    return {who: offered(who, doc) for who in ("wfa", "Administrator")}


ROWS: dict[str, Callable[[], Any]] = {
    "W-CF": _custom_field,
    "W-WF": _stored_workflow,
    **ACCEPTED,
    "W-ACT-1": _second_active,
    "W-ACT-2": _starts_with_the_second,
    "W-ACT-3": _without_active,
    "W-ACT-4": _free_document,
    "W-ACT-5": _activated_again,
    "W-REM-1": _removed(lambda doc, save: {"save": save, "document": stored(doc)}),
    "W-REM-2": _removed(_offers),
    "W-REM-3": _removed(lambda doc, save: saved("wfa", doc, title="zz")),
    "W-REM-4": _removed(lambda doc, save: saved("wfa", doc, workflow_state="ObsB Approved")),
    "W-REM-5": _removed(lambda doc, save: saved("wfa", doc, workflow_state="ObsB Draft")),
    "W-REM-6": _count_of_two,
    "W-OV-1": _override,
    "W-OV-2": _in_a_select,
    "W-FILL": _fills,
    "W-FILL-2": lambda: _filled(is_active=0)[1],
    "W-DEL": _deleted,
}


def before_any(world: World) -> bool:
    """Whether the state field stood on the DocType before its first workflow."""
    return bool(world.made["before"])
