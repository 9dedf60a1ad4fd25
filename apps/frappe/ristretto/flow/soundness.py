"""Decides what is doubtful about a workflow that may be stored: states nobody reaches or leaves, steps
that nobody can take.

Pure. Stock stores all of this, so these are warnings; what is refused is in `rules.check_definition`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass

from ristretto.context import AttrDict
from ristretto.flow import rules
from ristretto.flow.rules import Workflow

Rights = Mapping[str, Set[str]]
RIGHT_OF_STEP = {(0, 1): "submit", (1, 1): "submit", (1, 2): "cancel"}
ERROR, WARNING, NOTE = "error", "warning", "note"


@dataclass(frozen=True)
class Flaw:
    """One remark; `states` and `steps` (numbers of rows, from 1) are what it is about."""

    rule: str
    level: str
    text: str
    values: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    steps: tuple[int, ...] = ()


def _warning(
    rule: str, text: str, *values: str, states: Iterable[str] = (), steps: Iterable[int] = ()
) -> Flaw:
    return Flaw(rule, WARNING, text, values, tuple(states), tuple(steps))


def flaws(workflow: Workflow, rights: Rights, submittable: bool) -> list[Flaw]:
    """Everything worth saying, refusals first; `rights` by role on the DocType of the workflow."""
    refused = [
        Flaw(each.rule, ERROR, each.text, each.values, steps=(int(each.values[0]),))
        for each in rules.check_definition(workflow)
    ]
    if not workflow.states:
        return [_warning("workflow.empty", "There are no states yet")]
    return [
        *refused,
        *_beginning(workflow, submittable),
        *_unreached(workflow),
        *_trapped(workflow),
        *_doubled(workflow),
        *_not_permitted(workflow, rights),
        *_ends(workflow),
    ]


def _beginning(workflow: Workflow, submittable: bool) -> Iterator[Flaw]:
    first = workflow.states[0]
    if int(first.doc_status or 0):
        yield _warning(
            "workflow.first_is_no_draft",
            "New records begin as {0}, which cannot stand for a draft: put a draft state first",
            first.state,
            states=[first.state],
        )
    submitted = [row.state for row in workflow.states if int(row.doc_status or 0)]
    if submitted and not submittable:
        yield _warning(
            "workflow.not_submittable",
            "Records of this form are not submitted: {0} cannot be reached",
            ", ".join(submitted),
            states=submitted,
        )
    names = [row.state for row in workflow.states]
    twice = list(dict.fromkeys(name for name in names if names.count(name) > 1))
    if twice:
        yield _warning(
            "workflow.state_twice",
            "Listed twice, only the first counts: {0}",
            ", ".join(twice),
            states=twice,
        )


def reachable(workflow: Workflow, start: str | None) -> set[str]:
    """The states that steps lead to from `start`, itself among them."""
    found, waiting = set(), [start] if start else []
    while waiting:
        state = waiting.pop()
        if state in found:
            continue
        found.add(state)
        waiting += [step.next_state for step in rules.steps_from(workflow, state)]
    return found


def ends_of(workflow: Workflow) -> list[str]:
    """States that no step leaves."""
    left = {step.state for step in workflow.transitions if step.next_state != step.state}
    return [
        name for name in dict.fromkeys(row.state for row in workflow.states) if name not in left
    ]


def _unreached(workflow: Workflow) -> Iterator[Flaw]:
    reached = reachable(workflow, workflow.first_state)
    for name in dict.fromkeys(row.state for row in workflow.states):
        if name not in reached:
            yield _warning(
                "workflow.unreached",
                "No record ever becomes {0}: no step leads there from the first state",
                name,
                states=[name],
            )


def _trapped(workflow: Workflow) -> Iterator[Flaw]:
    """States in a circle from which no end is reached, while the workflow has an end."""
    ends = set(ends_of(workflow))
    reached = reachable(workflow, workflow.first_state)
    first = str(workflow.first_state)
    if first in ends and len(workflow.states) > 1:
        yield _warning(
            "workflow.first_is_end",
            "No step leaves the first state {0}: records stay there",
            first,
            states=[first],
        )
        return
    names = list(dict.fromkeys(row.state for row in workflow.states))
    trapped = [n for n in names if n in reached and not reachable(workflow, n) & ends]
    if ends & reached and trapped:
        yield _warning(
            "workflow.trapped",
            "Records in {0} go in a circle and never come to an end",
            ", ".join(trapped),
            states=trapped,
        )


def _doubled(workflow: Workflow) -> Iterator[Flaw]:
    seen: dict[tuple[str, ...], tuple[int, AttrDict]] = {}
    for number, step in enumerate(workflow.transitions, 1):
        key = (step.state, step.action, step.allowed)
        number_before, before = seen.get(key, (0, None))
        seen[key] = (number, step)
        if before is None or (before.condition or "") != (step.condition or ""):
            continue
        rows = (str(number_before), str(number))
        if before.next_state == step.next_state:
            yield _warning(
                "workflow.doubled",
                "Steps {0} and {1} are the same",
                *rows,
                steps=[number_before, number],
            )
        else:
            yield _warning(
                "workflow.ambiguous",
                "Steps {0} and {1}: same action and role, two goals; the last one counts",
                *rows,
                steps=[number_before, number],
            )


def _not_permitted(workflow: Workflow, rights: Rights) -> Iterator[Flaw]:
    """Steps whose role may not make the change that the step makes."""
    for number, step in enumerate(workflow.transitions, 1):
        change = (workflow.docstatus(step.state), workflow.docstatus(step.next_state))
        needed = ("write", *filter(None, [RIGHT_OF_STEP.get(change)]))
        missing = [right for right in needed if right not in rights.get(step.allowed, frozenset())]
        if missing:
            yield _warning(
                "workflow.role_lacks_right",
                "Step {0}: the role {1} lacks a right on this form: {2}",
                str(number),
                step.allowed,
                ", ".join(missing),
                steps=[number],
            )


def _ends(workflow: Workflow) -> Iterator[Flaw]:
    reached = reachable(workflow, workflow.first_state)
    ends = tuple(name for name in ends_of(workflow) if name in reached)
    if ends and workflow.first_state not in ends:
        yield Flaw("workflow.ends", NOTE, "The work ends here: {0}", (", ".join(ends),), ends)
