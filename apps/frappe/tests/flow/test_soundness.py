"""What is doubtful about a workflow: unreached, trapped and doubled states and steps, missing rights."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from ristretto.context import AttrDict
from ristretto.flow import soundness
from ristretto.flow.rules import Workflow

RIGHTS = {"A": {"write", "submit", "cancel"}, "B": {"write"}}


def workflow(states: str, *steps: str) -> Workflow:
    """States as "Draft Review:1"; steps as "Draft>Send>Review" with an optional role behind a colon."""
    rows = [name.partition(":") for name in states.split()]
    return Workflow(
        "W",
        "D",
        "workflow_state",
        tuple(AttrDict(state=name, doc_status=status or "0") for name, _, status in rows),
        tuple(step_of(text) for text in steps),
    )


def step_of(text: str) -> AttrDict:
    path, _, role = text.partition(":")
    state, action, next_state = path.split(">")
    return AttrDict(state=state, action=action, next_state=next_state, allowed=role or "A")


def found(flow: Workflow, submittable: bool = True) -> dict[str, tuple[Any, ...]]:
    """{rule: (states, steps)} of everything but notes."""
    return {
        flaw.rule: (flaw.states, flaw.steps)
        for flaw in soundness.flaws(flow, RIGHTS, submittable)
        if flaw.level != soundness.NOTE
    }


def test_a_sound_workflow_has_only_its_ends() -> None:
    """Reached, left, permitted: nothing but a note of where the work ends."""
    flow = workflow("Draft Review Done", "Draft>Send>Review", "Review>Back>Draft", "Review>Ok>Done")
    (note,) = soundness.flaws(flow, RIGHTS, submittable=False)
    assert (note.rule, note.states) == ("workflow.ends", ("Done",))


@pytest.mark.parametrize(
    ("states", "steps", "rule", "about"),
    [
        ("Draft Lost", ["Draft>Go>Draft"], "workflow.unreached", (("Lost",), ())),
        ("Draft Done", ["Done>Go>Draft"], "workflow.first_is_end", (("Draft",), ())),
        (
            "Draft A B Done",
            ["Draft>Go>A", "A>On>B", "B>On>A", "Draft>End>Done"],
            "workflow.trapped",
            (("A", "B"), ()),
        ),
        ("Done:1 X:1", ["Done>Go>X"], "workflow.first_is_no_draft", (("Done",), ())),
        ("Draft Draft", ["Draft>Go>Draft"], "workflow.state_twice", (("Draft",), ())),
        (
            "Draft Done",
            ["Draft>Go>Done", "Draft>Go>Done"],
            "workflow.doubled",
            ((), (1, 2)),
        ),
        (
            "Draft Done Off",
            ["Draft>Go>Done", "Draft>Go>Off"],
            "workflow.ambiguous",
            ((), (1, 2)),
        ),
        ("Draft Done:1", ["Draft>Go>Done:B"], "workflow.role_lacks_right", ((), (1,))),
        ("Draft Done", ["Draft>Go>Done:C"], "workflow.role_lacks_right", ((), (1,))),
        ("Draft Done", ["Draft>Go>Nowhere"], "workflow.unknown_state", ((), (1,))),
    ],
)
def test_each_flaw_names_its_place(states: str, steps: list[str], rule: str, about: Any) -> None:
    """The rule, and the states or rows it is about."""
    assert found(workflow(states, *steps))[rule] == about


def test_one_action_of_two_roles_is_no_double() -> None:
    """Rows for several roles, or with different conditions, belong together."""
    flow = workflow("Draft Done", "Draft>Go>Done:A", "Draft>Go>Done:B", "Draft>Go>Done:A")
    flow.transitions[2].condition = "doc.amount > 1"
    assert found(flow) == {}


def test_a_circle_without_any_end_is_meant_so() -> None:
    """Opened and closed again for ever: there is no end to miss."""
    assert found(workflow("Open Closed", "Open>Close>Closed", "Closed>Reopen>Open")) == {}


def test_states_of_a_form_that_is_not_submitted() -> None:
    """A state that stands for a submitted record cannot be reached there."""
    flow = workflow("Draft Done:1", "Draft>Go>Done")
    assert found(flow, submittable=False)["workflow.not_submittable"] == (("Done",), ())


def test_nothing_at_all() -> None:
    """A workflow that was just begun is told so."""
    assert list(found(workflow(""))) == ["workflow.empty"]


def test_saving_warns_and_stores(ctx: Any) -> None:
    """As on stock it is stored; the person who saved reads what is wrong with it."""
    from frappe.workflow.doctype.workflow.workflow import check_workflow

    frappe.get_doc({"doctype": "Workflow Action Master", "workflow_action_name": "Go"}).insert()
    values = {
        "doctype": "Workflow",
        "workflow_name": "Doubtful",
        "document_type": "ToDo",
        "workflow_state_field": "workflow_state",
        "is_active": 1,
        "states": [
            {"state": state, "doc_status": "0", "allow_edit": "System Manager"}
            for state in ("Pending", "Approved", "Rejected")
        ],
        "transitions": [
            {
                "state": "Pending",
                "action": "Go",
                "next_state": "Approved",
                "allowed": "System Manager",
            }
        ],
    }
    frappe.get_doc(values).insert()
    told = frappe.get_message_log()[-1]["message"]
    assert "Rejected" in told
    rows = check_workflow(frappe.as_json(values))
    assert [(row["level"], row["states"]) for row in rows] == [
        ("warning", ["Rejected"]),
        ("note", ["Approved"]),
    ]
    frappe.flags.in_test = False  # `only_for` asks nobody in tests, as on stock
    frappe.set_user("Guest")
    with pytest.raises(frappe.PermissionError):
        check_workflow(frappe.as_json(values))


def test_records_of_a_dropped_state_move_on(ctx: Any) -> None:
    """Each keeps a note; a state of another document status, or of no workflow, is refused."""
    import sys
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).parent))
    from flow_world import DOCTYPE, make_record, make_world, stored
    from frappe.model.workflow import apply_workflow
    from frappe.workflow.doctype.workflow.workflow import get_workflow_state_count, move_records

    make_world()
    name = apply_workflow(make_record(), "Loop").name
    frappe.set_user("Administrator")
    kept = ["Draft", "Review"]
    count = get_workflow_state_count(DOCTYPE, "workflow_state", kept)
    assert [(row.workflow_state, row["count"]) for row in count] == [("Opt", 1)]

    assert move_records("Sub", "Opt", "Approved") == 0
    assert move_records("Sub", "Opt", "Draft") == 1
    assert stored(name) == ("Draft", 0)
    notes = frappe.get_all(
        "Comment", {"reference_name": name, "comment_type": "Info"}, pluck="content"
    )
    assert "Opt became Draft" in notes[0]
    with pytest.raises(frappe.ValidationError, match="not a state"):
        move_records("Sub", "Opt", "Nowhere")
