"""Frappe's names for workflows: what apps call beside the actions themselves."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import frappe
import pytest
from frappe.model import workflow as names

sys.path.insert(0, str(Path(__file__).parent))
from flow_world import DOCTYPE, make_record, make_step, make_workflow, make_world


@pytest.fixture
def world(ctx: Any) -> Any:
    make_world()
    return ctx


def test_facts_of_the_active_workflow(world: Any) -> None:
    """Name, record, state field and mail switch, by DocType or by the workflow's name."""
    assert names.get_workflow_name(DOCTYPE) == "Sub"
    assert names.get_workflow(DOCTYPE).document_type == DOCTYPE
    assert names.get_workflow_state_field("Sub") == "workflow_state"
    assert names.get_workflow_field_value("Sub", "document_type") == DOCTYPE
    assert not names.send_email_alert("Sub")
    assert names.get_workflow_name("ToDo") is None
    with pytest.raises(frappe.DoesNotExistError):
        names.get_workflow("ToDo")


def test_steps_of_another_workflow(world: Any) -> None:
    """A workflow given to `get_transitions` counts instead of the active one."""
    other = [make_step("Draft", "Reject", "Rejected", "WfA", {"condition": "doc.amount == 50"})]
    frappe.set_user("Administrator")
    draft = make_workflow("Other", is_active=0, transitions=other)
    doc = make_record()

    assert [step.action for step in names.get_transitions(doc, workflow=draft)] == ["Reject"]
    assert [step.action for step in names.get_transitions(doc)] == ["Send", "Loop"]


def test_a_condition_on_its_own(world: Any) -> None:
    """`is_transition_condition_satisfied` for a step and a document; no condition is always met."""
    doc = make_record(amount=7)

    for text, met in (("doc.amount == 7", True), ("doc.amount == 8", False), ("", True)):
        step = frappe._dict(condition=text, parent="Sub")
        assert names.is_transition_condition_satisfied(step, doc) is met
    assert set(names.get_workflow_safe_globals()["frappe"]) == {"db", "session", "utils"}


def test_approval_by_a_second_person(world: Any) -> None:
    """`has_approval_access`: the owner may not where the step says so; Administrator always."""
    doc = make_record("wfa@x.vn")
    strict = {"allow_self_approval": 0}

    allowed = [
        names.has_approval_access(user, doc, strict)
        for user in ("wfa@x.vn", "wfb@x.vn", "Administrator")
    ]
    assert allowed == [False, True, True]
    assert names.has_approval_access("wfa@x.vn", doc, {"allow_self_approval": 1})


@pytest.mark.parametrize(
    ("action", "state"),
    [("submit", "Approved"), ("cancel", "Cancelled"), ("update_after_submit", "Approved")],
)
def test_the_state_that_an_action_stands_for(world: Any, action: str, state: str) -> None:
    """`set_workflow_state_on_action`: the first state of the docstatus, unless the state fits already."""
    doc = make_record()
    names.set_workflow_state_on_action(doc, "Sub", action)
    assert doc.workflow_state == state

    doc.workflow_state = "Extra"
    names.set_workflow_state_on_action(doc, "Sub", action)
    assert doc.workflow_state == ("Cancelled" if action == "cancel" else "Extra")


def test_the_check_of_a_save(world: Any) -> None:
    """`validate_workflow` fills the first state and refuses a state that no step leads to."""
    doc = frappe.get_doc({"doctype": DOCTYPE, "title": "x"})
    doc.set("__islocal", 1)
    names.validate_workflow(doc)
    assert doc.workflow_state == "Draft"

    doc.workflow_state = "Approved"
    with pytest.raises(frappe.WorkflowPermissionError):
        names.validate_workflow(doc)


def test_messages_about_many(world: Any) -> None:
    """`print_workflow_log` says one message: links for those without a word, reasons for the others."""
    frappe.clear_messages()
    names.print_workflow_log({}, "Nothing", DOCTYPE, "red")
    assert frappe.get_message_log() == []
    said = {"WF-1": [], "WF-2": [{"message": "<b>no</b>"}]}
    names.print_workflow_log(said, "Told", DOCTYPE, "green")

    (message,) = frappe.get_message_log()
    assert (message["title"], message["indicator"]) == ("Told", "green")
    text = json.dumps(message["message"])
    assert "/WF-1" in text
    assert "WF-2: &lt;b&gt;no" in text
