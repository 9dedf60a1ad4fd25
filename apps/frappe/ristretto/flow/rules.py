"""Decides which steps a workflow allows, and why one is refused.

Pure: rows, roles and values in, answers out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ristretto.context import AttrDict

Holds = Callable[[AttrDict], bool]


@dataclass(frozen=True)
class Refusal:
    """Why a step is not open to somebody."""

    rule: str
    text: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Workflow:
    """The rows of one Workflow record."""

    name: str
    document_type: str
    field: str
    states: tuple[AttrDict, ...]
    transitions: tuple[AttrDict, ...]
    send_email_alert: bool = False

    @property
    def first_state(self) -> str | None:
        return self.states[0].state if self.states else None

    def state(self, name: Any) -> AttrDict | None:
        """The row of a state; of two with one name the first counts."""
        return next((row for row in self.states if row.state == name), None)

    def docstatus(self, name: Any) -> int:
        """The docstatus that a state stands for; 0 for one that the workflow does not have."""
        row = self.state(name)
        return int(row.doc_status or 0) if row else 0

    def first_with(self, docstatus: int) -> str | None:
        """The first state of a docstatus."""
        return next(
            (row.state for row in self.states if int(row.doc_status or 0) == docstatus), None
        )

    @property
    def manages_cancelling(self) -> bool:
        """Whether some step leads to a cancelled state; if not, cancelling needs only its right."""
        return any(self.docstatus(step.next_state) == 2 for step in self.transitions)


def steps_from(workflow: Workflow, state: Any) -> list[AttrDict]:
    """All transitions out of a state, in the order of the table."""
    return [step for step in workflow.transitions if step.state == state]


def open_steps(
    workflow: Workflow, state: Any, roles: Iterable[str], holds: Holds
) -> list[AttrDict]:
    """Transitions out of `state` for holders of `roles` whose condition is true."""
    held = set(roles)
    return [step for step in steps_from(workflow, state) if step.allowed in held and holds(step)]


def refuse_self_approval(step: AttrDict, owner: Any, user: str) -> Refusal | None:
    """The creator may not take a step that asks for a second person."""
    if step.allow_self_approval or owner != user or user == "Administrator":
        return None
    return Refusal("workflow.self_approval", "Self approval: another person must take this step")


def explain(
    step: AttrDict, roles: Iterable[str], holds: Holds, owner: Any, user: str
) -> Refusal | None:
    """Why `user` may not take a step; None when it is open."""
    if step.allowed not in set(roles):
        return Refusal("workflow.role", "Only the role {0} may do this", (step.allowed,))
    if not holds(step):
        return Refusal(
            "workflow.condition", "The condition of this step is not met: {0}", (step.condition,)
        )
    return refuse_self_approval(step, owner, user)


def refuse_steps(
    steps: Sequence[AttrDict], roles: Iterable[str], holds: Holds, owner: Any, user: str
) -> Refusal | None:
    """Why none of some steps to one goal is open to `user`; None when one is.

    The rule that lets the most people through speaks: what is missing on the record rather than
    a role, and a role rather than that there is no such step.
    """
    if not steps:
        return Refusal("workflow.no_transition", "no step of the workflow leads there from here")
    refusals = [explain(step, roles, holds, owner, user) for step in steps]
    if not all(refusals):
        return None
    found = next((each for each in refusals if each and each.rule != "workflow.role"), None)
    return found or only_for(steps)


def only_for(steps: Sequence[AttrDict]) -> Refusal:
    """The step belongs to roles that somebody does not hold."""
    allowed = tuple(dict.fromkeys(step.allowed for step in steps))
    if len(allowed) == 1:
        return Refusal("workflow.role", "Only the role {0} may do this", allowed)
    return Refusal("workflow.role", "Only these roles may do this: {0}", allowed)


def step_to_docstatus(
    workflow: Workflow, steps: Sequence[AttrDict], docstatus: int
) -> AttrDict | None:
    """The first of some steps whose next state stands for `docstatus`."""
    return next((step for step in steps if workflow.docstatus(step.next_state) == docstatus), None)


def step_by_action(steps: Sequence[AttrDict], action: str) -> AttrDict | None:
    """The step with an action; of several the last counts."""
    return next((step for step in reversed(steps) if step.action == action), None)


def check_definition(workflow: Workflow) -> list[Refusal]:
    """What is wrong with a workflow's own steps."""
    found: list[Refusal] = []
    names = {row.state for row in workflow.states}
    for number, step in enumerate(workflow.transitions, 1):
        unknown = next((name for name in (step.state, step.next_state) if name not in names), None)
        if unknown is not None:
            found.append(
                Refusal(
                    "workflow.unknown_state",
                    "Transitions, row {0}: {1} is not a state of this workflow",
                    (str(number), unknown),
                )
            )
            continue
        refusal = _check_docstatus(workflow, step, str(number))
        if refusal:
            found.append(refusal)
    return found


def _check_docstatus(workflow: Workflow, step: AttrDict, number: str) -> Refusal | None:
    before, after = workflow.docstatus(step.state), workflow.docstatus(step.next_state)
    if before == 2:
        return Refusal(
            "workflow.leaves_cancelled",
            "Transitions, row {0}: a cancelled document cannot move on",
            (number,),
        )
    if before == 1 and after == 0:
        return Refusal(
            "workflow.unsubmits",
            "Transitions, row {0}: a submitted document cannot become a draft again",
            (number,),
        )
    if before == 0 and after == 2:
        return Refusal(
            "workflow.cancels_draft",
            "Transitions, row {0}: a draft cannot be cancelled before it was submitted",
            (number,),
        )
    return None
