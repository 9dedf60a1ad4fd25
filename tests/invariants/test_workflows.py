"""Every workflow of the app can be walked: states known, reachable, left, by roles that may act."""

from __future__ import annotations

from typing import Any

import pytest
from app_tree import doctypes
from iso_qms.access.roles import ALL_ROLES
from iso_qms.access.rules import RUNNING_PLAN_STATES
from iso_qms.iso_audit import workflows as audit
from iso_qms.iso_procedures import workflows as procedures
from iso_qms.iso_review import workflows as review
from iso_qms.setup.workflow_table import ANY_WRITER
from ristretto.context import Context

WORKFLOWS = [*procedures.WORKFLOWS, *audit.WORKFLOWS, *review.WORKFLOWS]
EACH = pytest.mark.parametrize("flow", WORKFLOWS, ids=lambda flow: flow.name)


def rights_of(doctype: str, role: str, right: str) -> bool:
    rows = doctypes("iso_qms")[doctype]["permissions"]
    return any(row["role"] == role and row.get(right) and not row.get("permlevel") for row in rows)


@EACH
def test_a_workflow_is_sound(flow: Any) -> None:
    """Its DocType ships, holds the state field, and no transition leaves the table of states."""
    fields = {field["fieldname"] for field in doctypes("iso_qms")[flow.document_type]["fields"]}
    assert flow.problems() == []
    assert flow.state_field in fields


@EACH
def test_every_state_is_reached_and_left(flow: Any) -> None:
    """From the first state every state is reached; only ends (a cancelled or closed one) have no exit."""
    reached, known = {flow.states[0].state}, {state.state for state in flow.states}
    while more := {s.next_state for s in flow.transitions if s.state in reached} - reached:
        reached |= more
    assert reached == known
    left = {step.state for step in flow.transitions}
    ends = known - left
    assert len(ends) <= 3, ends
    assert flow.states[0].state in left


@EACH
def test_those_named_may_act(flow: Any) -> None:
    """A role that is offered an action exists and may write; one that submits or cancels may do that."""
    status, wrong = {state.state: state.doc_status for state in flow.states}, []
    for step in flow.transitions:
        change = (status[step.state], status[step.next_state])
        right = {(0, 1): "submit", (1, 2): "cancel"}.get(change, "write")
        for role in step.roles:
            if role not in ALL_ROLES or not rights_of(flow.document_type, role, right):
                wrong.append((step.state, step.action, role, right))
    assert not wrong


@EACH
def test_the_editor_of_a_state_may_write(flow: Any) -> None:
    """Each state opens its form to a role that may write, or to all where several roles may."""
    writers = [role for role in ALL_ROLES if rights_of(flow.document_type, role, "write")]
    for state in flow.states:
        if state.allow_edit == ANY_WRITER:
            assert len(writers) > 1, (state.state, writers)
            continue
        assert rights_of(flow.document_type, state.allow_edit, "write"), (
            state.state,
            state.allow_edit,
        )


def test_the_states_that_lend_an_auditor_are_states_of_the_plan() -> None:
    """A renamed state would silently close the audited agency to its auditors."""
    plan = next(flow for flow in WORKFLOWS if flow.document_type == "ISO Audit Plan")
    assert set(RUNNING_PLAN_STATES) <= {state.state for state in plan.states}


def test_an_installed_site_holds_every_state_action_and_role(app_ctx: Context) -> None:
    """The records behind the names exist, and each workflow is active."""
    import frappe

    for flow in WORKFLOWS:
        assert frappe.db.get_value("Workflow", flow.name, "is_active") == 1
        for state in flow.states:
            assert frappe.db.exists("Workflow State", state.state)
        for step in flow.transitions:
            assert frappe.db.exists("Workflow Action Master", step.action)
    for role in ALL_ROLES:
        assert frappe.db.exists("Role", role)
