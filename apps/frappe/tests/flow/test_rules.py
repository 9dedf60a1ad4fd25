"""The pure rules of workflows."""

import pytest
from ristretto.context import AttrDict
from ristretto.flow import rules
from ristretto.flow.rules import Workflow


def make_workflow(states: dict[str, int], steps: list[tuple[str, str, str, str]]) -> Workflow:
    return Workflow(
        name="W",
        document_type="D",
        field="workflow_state",
        states=tuple(
            AttrDict(state=name, doc_status=str(status)) for name, status in states.items()
        ),
        transitions=tuple(
            AttrDict(state=a, action=b, next_state=c, allowed=role, allow_self_approval=1)
            for a, b, c, role in steps
        ),
    )


STATES = {"Draft": 0, "Review": 0, "Approved": 1, "Cancelled": 2}
STEPS = [
    ("Draft", "Send", "Review", "A"),
    ("Review", "Approve", "Approved", "B"),
    ("Approved", "Cancel", "Cancelled", "B"),
]


def test_open_steps_need_state_role_and_condition() -> None:
    """Only steps out of the state, for a held role, whose condition holds."""
    workflow = make_workflow(STATES, [*STEPS, ("Draft", "Skip", "Approved", "A")])

    open_ = rules.open_steps(workflow, "Draft", ["A"], lambda step: step.action != "Skip")

    assert [step.action for step in open_] == ["Send"]
    assert rules.open_steps(workflow, "Draft", ["B"], lambda step: True) == []
    assert rules.open_steps(workflow, "Gone", ["A"], lambda step: True) == []


def test_last_of_two_equal_actions_counts() -> None:
    """As on a stock site (W-DUP)."""
    workflow = make_workflow(STATES, [*STEPS, ("Draft", "Send", "Cancelled", "A")])
    steps = rules.steps_from(workflow, "Draft")
    assert rules.step_by_action(steps, "Send").next_state == "Cancelled"
    assert rules.step_by_action(steps, "Nope") is None


def test_explain_names_the_rule() -> None:
    """Each closed step says why: role, condition, self approval."""
    workflow = make_workflow(STATES, STEPS)
    step = workflow.transitions[0]
    step.condition = "doc.x"

    def rule(roles: list[str], held: bool, owner: str) -> str | None:
        refusal = rules.explain(step, roles, lambda _s: held, owner, "u")
        return refusal.rule if refusal else None

    assert rule(["B"], True, "o") == "workflow.role"
    assert rule(["A"], False, "o") == "workflow.condition"
    assert rule(["A"], True, "u") is None
    step.allow_self_approval = 0
    assert rule(["A"], True, "u") == "workflow.self_approval"
    assert rules.refuse_self_approval(step, "Administrator", "Administrator") is None


@pytest.mark.parametrize(
    ("step", "rule"),
    [
        (("Cancelled", "X", "Draft", "A"), "workflow.leaves_cancelled"),
        (("Approved", "X", "Draft", "A"), "workflow.unsubmits"),
        (("Draft", "X", "Cancelled", "A"), "workflow.cancels_draft"),
        (("Draft", "X", "Nowhere", "A"), "workflow.unknown_state"),
    ],
)
def test_impossible_steps_are_found(step: tuple[str, str, str, str], rule: str) -> None:
    """Steps that no document could take are named with their row (W-VAL-2…5)."""
    found = rules.check_definition(make_workflow(STATES, [*STEPS, step]))
    assert [(refusal.rule, refusal.values[0]) for refusal in found] == [(rule, "4")]


def test_sound_workflow_has_no_complaint() -> None:
    """Same state, no steps and duplicate states are accepted (W-VAL-6, 7, 10, 11)."""
    assert (
        rules.check_definition(make_workflow(STATES, [*STEPS, ("Draft", "X", "Draft", "A")])) == []
    )
    assert rules.check_definition(make_workflow({}, [])) == []


def test_cancelling_is_managed_only_with_a_step_to_it() -> None:
    """Without a step to a cancelled state the right to cancel is enough."""
    assert make_workflow(STATES, STEPS).manages_cancelling
    assert not make_workflow(STATES, STEPS[:2]).manages_cancelling
