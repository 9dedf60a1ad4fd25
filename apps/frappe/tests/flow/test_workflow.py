"""Workflow against the rows observed on a stock site (W-*), and the holes that are closed here."""

import sys
from pathlib import Path
from typing import Any

import frappe
import pytest
from frappe.model.workflow import (
    apply_workflow,
    bulk_workflow_approval,
    can_cancel_document,
    get_actions,
    get_common_transition_actions,
    get_transitions,
    get_workflow_name,
)

sys.path.insert(0, str(Path(__file__).parent))
from flow_world import (
    DOCTYPE,
    make_doctype,
    make_record,
    make_step,
    make_workflow,
    make_world,
    stored,
)


@pytest.fixture
def world(ctx: Any) -> Any:
    make_world()
    return ctx


def offered(name: str, user: str) -> list[str]:
    frappe.set_user(user)
    doc = frappe.get_doc(DOCTYPE, name)
    return [f"{step.action}>{step.next_state}" for step in get_transitions(doc)]


def reviewed(owner: str = "wfa@x.vn") -> Any:
    """A record in Review."""
    doc = make_record(owner)
    return apply_workflow(doc, "Send")


def test_state_field_is_added(world: Any) -> None:
    """A DocType without the field gets it hidden, kept on submit, not copied (W-CF)."""
    field = frappe.get_meta(DOCTYPE).get_field("workflow_state")
    facts = (field.fieldtype, field.options, field.hidden, field.allow_on_submit, field.no_copy)
    assert facts == ("Link", "Workflow State", 1, 1, 1)


def test_new_record_starts_in_the_first_state(world: Any) -> None:
    """W-INS-1, W-INS-2: empty or first state given."""
    assert make_record().workflow_state == "Draft"
    assert make_record(workflow_state="Draft").workflow_state == "Draft"


@pytest.mark.parametrize("user", ["wfa@x.vn", "Administrator"])
def test_new_record_in_another_state_is_refused(world: Any, user: str) -> None:
    """W-INS-3…6: nobody starts in the middle, whatever the flags."""
    frappe.set_user(user)
    doc = frappe.get_doc({"doctype": DOCTYPE, "title": "t", "workflow_state": "Review"})
    doc.flags.ignore_validate = True
    with pytest.raises(frappe.WorkflowPermissionError, match="Draft cannot become Review"):
        doc.insert(ignore_permissions=True)


def test_offered_steps_by_role_and_condition(world: Any) -> None:
    """W-TR-1, W-TR-2: by role; the condition decides with the amount."""
    small, large = make_record().name, make_record(amount=500).name
    assert offered(small, "wfa@x.vn") == ["Send>Review", "Loop>Opt"]
    assert offered(small, "wfb@x.vn") == []
    assert offered(large, "wfa@x.vn") == ["Send>Review", "Cond>Review", "Loop>Opt"]
    assert offered(large, "Administrator") == ["Send>Review", "Cond>Review", "Loop>Opt"]
    assert offered(large, "wfro@x.vn") == []
    with pytest.raises(frappe.PermissionError):
        offered(large, "none@x.vn")


def test_steps_of_new_and_stateless_documents(world: Any) -> None:
    """W-NEW-1, W-TR-4: [] for `new_doc`, an error for a state that is missing."""
    frappe.set_user("wfa@x.vn")
    assert get_transitions(frappe.new_doc(DOCTYPE)) == []
    doc = make_record()
    doc.db_set("workflow_state", None)
    with pytest.raises(frappe.WorkflowStateError):
        get_transitions(doc)


def test_life_of_a_record(world: Any) -> None:
    """W-AP-5…11: send, approve (update field as text), loop, cancel; comments tell of it."""
    doc = reviewed()
    assert stored(doc.name) == ("Review", 0)
    frappe.set_user("wfb@x.vn")
    doc = apply_workflow({"doctype": DOCTYPE, "name": doc.name, "title": "ignored"}, "Approve")
    assert (*stored(doc.name), doc.note) == ("Approved", 1, "doc.title")
    apply_workflow(doc, "Cancel")
    assert stored(doc.name) == ("Cancelled", 2)
    filters = {"reference_name": doc.name, "comment_type": "Workflow"}
    comments = frappe.get_all(
        "Comment", filters=filters, pluck="content", order_by="creation, name"
    )
    assert sorted(comments) == ["Approved", "Cancelled", "Review"]
    assert offered(doc.name, "wfb@x.vn") == []


@pytest.mark.parametrize(
    ("user", "action", "error"),
    [
        ("wfb@x.vn", "Send", frappe.WorkflowTransitionError),
        ("wfa@x.vn", "Approve", frappe.WorkflowTransitionError),
        ("wfa@x.vn", "Nope", frappe.WorkflowTransitionError),
        ("none@x.vn", "Send", frappe.PermissionError),
    ],
)
def test_refused_actions(world: Any, user: str, action: str, error: type[Exception]) -> None:
    """W-AP-1…4: wrong role, wrong state, unknown action, no right to read."""
    doc = make_record()
    frappe.set_user(user)
    with pytest.raises(error):
        apply_workflow({"doctype": DOCTYPE, "name": doc.name}, action)
    assert stored(doc.name) == ("Draft", 0)


def test_self_approval(world: Any) -> None:
    """W-SELF: still offered, refused when applied, and (W-SELF-3, closed) by a direct save too."""
    doc = reviewed("wfab@x.vn")
    assert offered(doc.name, "wfab@x.vn") == ["Approve>Approved", "Reject>Rejected"]
    with pytest.raises(frappe.ValidationError, match="Self approval"):
        apply_workflow(doc, "Approve")
    doc.reload()
    doc.workflow_state = "Approved"
    doc.docstatus = 1
    with pytest.raises(frappe.WorkflowPermissionError, match="Self approval"):
        doc.save()
    assert stored(doc.name) == ("Review", 0)


def test_administrator_may_approve_its_own(world: Any) -> None:
    """W-SELF-4."""
    doc = reviewed("Administrator")
    assert apply_workflow(doc, "Approve").workflow_state == "Approved"


@pytest.mark.parametrize(
    ("user", "state", "error"),
    [
        ("wfa@x.vn", "Review", None),
        ("wfa@x.vn", "", None),
        ("wfb@x.vn", "Review", frappe.WorkflowPermissionError),
        ("wfa@x.vn", "Approved", frappe.WorkflowPermissionError),
        ("Administrator", "Approved", frappe.WorkflowPermissionError),
        ("wfa@x.vn", "Pending", frappe.WorkflowPermissionError),
        ("wfa@x.vn", "No such state", frappe.LinkValidationError),
    ],
)
def test_direct_saves(world: Any, user: str, state: str, error: type[Exception] | None) -> None:
    """W-DIR-1…9: a save may take an offered step, and no other."""
    name = make_record().name
    frappe.set_user(user)
    doc = frappe.get_doc(DOCTYPE, name)
    doc.workflow_state = state
    if error is None:
        doc.save()
        assert stored(name) == (state or "Draft", 0)
        return
    with pytest.raises(error):
        doc.save(ignore_permissions=True)
    assert stored(name) == ("Draft", 0)


@pytest.mark.parametrize("user", ["wfa@x.vn", "wfb@x.vn", "Administrator"])
def test_submit_around_the_workflow_is_refused(world: Any, user: str) -> None:
    """Closed hole (W-DIR-10, 11, 18; W-CLIENT-1): the right to submit is not a transition."""
    name = make_record().name
    frappe.set_user(user)
    with pytest.raises(frappe.WorkflowPermissionError, match="workflow action"):
        frappe.get_doc(DOCTYPE, name).submit()
    assert stored(name) == ("Draft", 0)


def test_submit_along_a_permitted_step_takes_it(world: Any) -> None:
    """Where an offered step leads to a submitted state, `submit()` takes that step."""
    name = reviewed().name
    frappe.set_user("wfb@x.vn")
    doc = frappe.get_doc(DOCTYPE, name).submit()
    assert (*stored(name), doc.note) == ("Approved", 1, "doc.title")


def test_cancel_around_the_workflow_is_refused(world: Any) -> None:
    """Closed hole (W-DIR-21, 22; W-CLIENT-2): cancel needs a step, and takes the state along."""
    name = reviewed().name
    frappe.set_user("wfb@x.vn")
    apply_workflow({"doctype": DOCTYPE, "name": name}, "Approve")
    frappe.set_user("wfa@x.vn")
    with pytest.raises(frappe.WorkflowPermissionError):
        frappe.get_doc(DOCTYPE, name).cancel()
    frappe.set_user("wfb@x.vn")
    frappe.get_doc(DOCTYPE, name).cancel()
    assert stored(name) == ("Cancelled", 2)
    assert can_cancel_document(DOCTYPE) is False


def test_state_with_another_docstatus_is_refused(world: Any) -> None:
    """Closed hole (W-CLIENT-3): Approved cannot be stored on a draft."""
    name = reviewed().name
    frappe.set_user("wfb@x.vn")
    doc = frappe.get_doc(DOCTYPE, name)
    doc.workflow_state = "Approved"
    with pytest.raises(frappe.WorkflowPermissionError, match="document status"):
        doc.save()
    assert stored(name) == ("Review", 0)


@pytest.mark.parametrize(
    "condition", ["doc.nope > 1", "len(doc.title) == 1", "doc.__class__", "flt(1)"]
)
def test_broken_condition_never_breaks_a_save(world: Any, condition: str) -> None:
    """Closed hole (W-COND-INSERT): a condition that raises is a step that is not open."""
    frappe.set_user("Administrator")
    frappe.delete_doc("Workflow", "Sub")
    steps = [make_step("Draft", "Send", "Review", "WfA", {"condition": condition})]
    make_workflow("Broken", transitions=steps)

    doc = make_record()

    assert doc.workflow_state == "Draft"
    assert offered(doc.name, "wfa@x.vn") == []


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("doc.amount > 100", True),
        ('doc["amount"] > 1000', False),
        ("frappe.session.user == doc.owner", True),
        ('frappe.db.get_value("User", doc.owner, "enabled") == 1', True),
        ('frappe.utils.now_datetime() > frappe.utils.get_datetime("2020-01-01")', True),
        ("int(doc.amount) == 200 and round(1.2) == 1", True),
        ("doc.nope == None", True),
        ("[x for x in (1, 2)]", True),
        ("0", False),
    ],
)
def test_conditions(world: Any, condition: str, holds: bool) -> None:
    """W-COND: the names that a condition may use."""
    frappe.set_user("Administrator")
    frappe.delete_doc("Workflow", "Sub")
    steps = [make_step("Draft", "Send", "Review", "WfA", {"condition": condition})]
    make_workflow("Conditions", transitions=steps)
    name = make_record(amount=200).name
    assert bool(offered(name, "wfa@x.vn")) is holds


def test_closed_steps_carry_their_reason(world: Any) -> None:
    """The desk lists every step out of the state, and why one is closed."""
    name = make_record().name
    frappe.set_user("wfa@x.vn")
    rows = {row["action"]: row["rule"] for row in get_actions(DOCTYPE, name)}
    assert rows == {"Send": None, "Cond": "workflow.condition", "Loop": None}
    frappe.set_user("wfb@x.vn")
    assert {row["rule"] for row in get_actions(DOCTYPE, name)} == {"workflow.role"}


def test_workflow_actions_are_asked_and_completed(world: Any) -> None:
    """W-WA-1…8: one open per visit, completed by role, none after a deletion.

    Closed hole W-WA-9: a record that comes back is asked for again, and what was left is closed.
    """
    doc = reviewed()
    frappe.set_user("wfb@x.vn")
    assert len(frappe.get_list("Workflow Action")) == 1
    apply_workflow(doc, "Reject")
    frappe.set_user("wfa@x.vn")
    apply_workflow(doc, "Send")
    frappe.set_user("Administrator")
    rows = frappe.get_all(
        "Workflow Action",
        filters={"reference_name": doc.name},
        fields=["status", "workflow_state", "completed_by_role", "creation", "modified"],
        order_by="creation, idx",
    )
    # as on stock, completing is no change of its own
    assert all(row.modified == row.creation for row in rows)
    found = sorted((row.workflow_state, row.status, row.completed_by_role) for row in rows)
    assert found == [
        ("Draft", "Completed", "WfA"),
        ("Rejected", "Completed", "WfA"),
        ("Review", "Completed", "WfB"),
        ("Review", "Open", None),
    ]
    frappe.delete_doc(DOCTYPE, doc.name)
    assert frappe.db.count("Workflow Action", {"reference_name": doc.name}) == 0


def test_optional_state_asks_nobody(world: Any) -> None:
    """W-WA-10."""
    doc = make_record()
    apply_workflow(doc, "Loop")
    rows = frappe.get_all(
        "Workflow Action", filters={"reference_name": doc.name}, pluck="workflow_state"
    )
    assert rows == ["Draft"]


def test_bulk(fresh_ctx: Any) -> None:
    """W-BULK: what may be done is done, the rest stays; common actions; too many are refused."""
    make_world()
    names = [make_record().name for _ in range(2)]
    bulk_workflow_approval([*names, "missing"], DOCTYPE, "Send")
    failed, done = frappe.get_message_log()
    assert "missing" in failed["message"]
    assert all(name in done["message"] for name in names)
    assert [stored(name)[0] for name in names] == ["Review", "Review"]
    docs = [{"name": name} for name in names]
    frappe.set_user("wfb@x.vn")
    assert get_common_transition_actions(docs, DOCTYPE) == ["Approve", "Reject"]
    with pytest.raises(frappe.ValidationError, match="500"):
        bulk_workflow_approval([str(n) for n in range(501)], DOCTYPE, "Send")


def test_second_active_workflow_switches_the_first_off(world: Any) -> None:
    """W-ACT-1, W-ACT-4: one active per DocType; without one nothing is checked."""
    frappe.set_user("Administrator")
    second = make_workflow("Sub 2")
    assert frappe.db.get_value("Workflow", "Sub", "is_active") == 0
    second.is_active = 0
    second.save()
    doc = make_record()
    assert doc.workflow_state is None
    with pytest.raises(frappe.DoesNotExistError, match="Workflow"):
        get_transitions(doc)


def test_existing_records_get_a_state(world: Any) -> None:
    """W-FILL: records without a state get the first one of their docstatus."""
    frappe.set_user("Administrator")
    make_doctype("WfLate")
    names = []
    for docstatus in (0, 1):
        doc = frappe.get_doc({"doctype": "WfLate", "title": "x"}).insert()
        if docstatus:
            doc.submit()
        names.append(doc.name)
    make_workflow("Late", "WfLate")
    states = [frappe.db.get_value("WfLate", name, "workflow_state") for name in names]
    assert states == ["Draft", "Approved"]


def test_a_deleted_workflow_binds_nobody(world: Any) -> None:
    """Closed hole (W-DEL): stock remembers the name and fails on it; here it is gone at once."""
    doc = make_record()
    frappe.set_user("Administrator")
    frappe.delete_doc("Workflow", "Sub")

    assert get_workflow_name(DOCTYPE) is None
    doc.reload()
    doc.workflow_state = "Approved"
    doc.submit()
    assert stored(doc.name) == ("Approved", 1)


def test_state_removed_from_the_workflow(world: Any) -> None:
    """W-REM: a record in a removed state is offered nothing and cannot be saved."""
    name = reviewed().name
    frappe.set_user("Administrator")
    workflow = frappe.get_doc("Workflow", "Sub")
    workflow.states = [row for row in workflow.states if row.state != "Review"]
    workflow.transitions = [
        row for row in workflow.transitions if "Review" not in (row.state, row.next_state)
    ]
    workflow.save()
    assert offered(name, "wfa@x.vn") == []
    doc = frappe.get_doc(DOCTYPE, name)
    doc.title = "m"
    with pytest.raises(frappe.ValidationError, match="no state Review"):
        doc.save()


def test_copy_of_an_amended_record(world: Any) -> None:
    """W-AMEND: a copy that keeps the state is refused, one without starts anew."""
    doc = make_record()
    apply_workflow(doc, "Send")
    doc = frappe.get_doc(DOCTYPE, doc.name)
    with pytest.raises(frappe.WorkflowPermissionError):
        frappe.copy_doc(doc).insert()
    assert frappe.copy_doc(doc, ignore_no_copy=False).insert().workflow_state == "Draft"
