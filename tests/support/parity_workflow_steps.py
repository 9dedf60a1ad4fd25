"""Observed workflow rows about one document: inserted, offered, applied, saved around the workflow, asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
from frappe import share
from frappe.model.workflow import can_cancel_document, get_transitions
from parity_access_world import email, outcome
from parity_workflow_world import (
    PEOPLE,
    PLAIN,
    SUB,
    acting,
    apply,
    at,
    change_steps,
    make_plain,
    new,
    offered,
    saved,
    shown,
    step,
    stored,
)

Run = Callable[[], Any]


# inserting ----------------------------------------------------------------------------------------


def _inserted(who: str = "wfa", *, flags: Any = None, ignore: bool = False) -> Any:
    """Insert a document in Review."""
    with acting(who):
        doc = frappe.get_doc({"doctype": SUB, "title": "t", "workflow_state": "ObsB Review"})
        doc.flags.update(flags or {})
        return outcome(lambda: doc.insert(ignore_permissions=ignore).workflow_state)


INSERT: dict[str, Run] = {
    "W-INS-1": lambda: stored(new()),
    "W-INS-2": lambda: new(workflow_state="ObsB Draft").workflow_state,
    "W-INS-3": _inserted,
    "W-INS-4": lambda: _inserted("Administrator"),
    "W-INS-5": lambda: _inserted(flags={"ignore_validate": True}),
    "W-INS-6": lambda: _inserted(ignore=True),
}


# offered ------------------------------------------------------------------------------------------


def _stateless() -> Any:
    doc = new()
    doc.db_set("workflow_state", None)
    return frappe.get_doc(SUB, doc.name)


def _keys() -> list[str]:
    with acting("wfa"):
        return sorted(get_transitions(new())[0])


def _new_doc() -> Any:
    with acting("wfa"):
        return outcome(lambda: get_transitions(frappe.new_doc(SUB)))


def _offered_to(doc: Any, *people: str) -> dict[str, Any]:
    return {who: offered(who, doc) for who in people}


def _saved_stateless() -> Any:
    doc = _stateless()
    with acting("wfa"):
        return doc.save().workflow_state


OFFER: dict[str, Run] = {
    "W-NEW-1": _new_doc,
    "W-TR-1": lambda: _offered_to(new(amount=50), *PEOPLE_OF_TABLE, "Administrator"),
    "W-TR-2": lambda: _offered_to(new(amount=500), "wfa", "wfb", "Administrator"),
    "W-TR-3": _keys,
    "W-TR-4": lambda: outcome(
        lambda: get_transitions(frappe.get_doc({"doctype": SUB, "title": "t"}))
    ),
    "W-TR-7": lambda: offered("wfa", _stateless()),
    "W-TR-8": lambda: outcome(lambda: get_transitions(_stateless(), raise_exception=True)),
    "W-TR-9": _saved_stateless,
}
PEOPLE_OF_TABLE = [who for who in PEOPLE if who != "wfw"]


# applied ------------------------------------------------------------------------------------------


def comments(doc: Any) -> list[Any]:
    about = {
        "reference_doctype": doc.doctype,
        "reference_name": doc.name,
        "comment_type": "Workflow",
    }
    return frappe.get_all("Comment", about, ["comment_type", "content"], order_by="creation")


def _tried(who: str, action: str, start: str = "Draft") -> Any:
    return outcome(lambda: apply(who, at(start), action))


def _self_approved(owner: str, who: str) -> Any:
    return outcome(lambda: apply(who, at("Review", who=owner), "Approve"))


def _loop() -> Any:
    return apply("wfb", at("Approved"), "Loop")


def _self_saved() -> Any:
    doc = at("Review", who="wfab")
    found = saved("wfab", doc, workflow_state="ObsB Approved", docstatus=1)
    return found if isinstance(found, str) else found["stored"]


def _narrow(role: str, start: str, action: str, to: str, act: str = "") -> Any:
    """A step for a role that reads or writes only: what its person is offered, and what applying gives."""
    doc = at(start)
    change_steps(step(start, action, to, role))
    who = role.lower()
    if act == "share":
        share.add(SUB, doc.name, email(who), write=1)
    return offered(who, doc) if act == "offer" else outcome(lambda: apply(who, doc, action))


def _twice_the_same_action() -> dict[str, Any]:
    doc = new()
    change_steps(step("Draft", "Send", "Rejected", "WfA"))
    return {"offered": offered("wfa", doc), "apply": outcome(lambda: apply("wfa", doc, "Send"))}


def _after_send() -> dict[str, Any]:
    doc = at("Review")
    return {**stored(doc), "comments": comments(doc)}


def _after_approve() -> dict[str, Any]:
    doc = at("Approved")
    return {**shown(doc), "comments": [each.content for each in comments(doc)]}


APPLY: dict[str, Run] = {
    "W-NOSUB-1": lambda: _narrow("WfW", "Draft", "Approve", "Approved"),
    "W-NOSUB-2": lambda: _narrow("WfW", "Approved", "Cancel", "Cancelled"),
    "W-RO-1": lambda: _narrow("WfRO", "Draft", "Reject", "Rejected", "offer"),
    "W-RO-2": lambda: _narrow("WfRO", "Draft", "Reject", "Rejected"),
    "W-RO-3": lambda: _narrow("WfRO", "Draft", "Reject", "Rejected", "share"),
    "W-AP-1": lambda: _tried("wfb", "Send"),
    "W-AP-2": lambda: _tried("wfa", "Approve"),
    "W-AP-3": lambda: _tried("wfa", "Unknown"),
    "W-AP-4": lambda: _tried("none", "Send"),
    "W-AP-5": lambda: _tried("wfa", "Send"),
    "W-AP-6": _after_send,
    "W-AP-7": lambda: _tried("wfb", "Approve", "Review"),
    "W-AP-8": _after_approve,
    "W-AP-9": _loop,
    "W-AP-10": lambda: _tried("wfb", "Cancel", "Approved"),
    "W-AP-11": lambda: offered("wfb", at("Cancelled")),
    "W-SELF-1": lambda: offered("wfab", at("Review", who="wfab")),
    "W-SELF-2": lambda: _self_approved("wfab", "wfab"),
    "W-SELF-3": _self_saved,
    "W-SELF-4": lambda: _self_approved("Administrator", "Administrator"),
    "W-DUP": _twice_the_same_action,
}


# saved around the workflow ------------------------------------------------------------------------


def _direct(who: str, to: str, start: str = "Draft", **values: Any) -> Any:
    return saved(who, at(start), workflow_state=to and f"ObsB {to}", **values)


def _titled(who: str, start: str = "Draft", title: str = "zz") -> Any:
    return saved(who, at(start), title=title)


def _trusted() -> Any:
    doc = at("Draft")
    doc.workflow_state = "ObsB Approved"
    with acting("wfa"):
        return outcome(lambda: doc.save(ignore_permissions=True).workflow_state)


def _by_database() -> dict[str, Any]:
    doc = at("Draft")
    doc.db_set("workflow_state", "ObsB Approved")
    return stored(doc)


def _comments_of_a_direct_change() -> list[Any]:
    doc = at("Draft")
    saved("wfa", doc, workflow_state="ObsB Review")
    return comments(doc)


def _approved(who: str, method: str = "save", **values: Any) -> Any:
    """A change of an approved document whose note is empty, as in the table."""
    doc = at("Approved")
    doc.db_set("note", None)
    return saved(who, doc, method, **values)


DIRECT: dict[str, Run] = {
    "W-DIR-1": lambda: _direct("wfa", "Review"),
    "W-DIR-2": lambda: _direct("wfb", "Review"),
    "W-DIR-3": lambda: _direct("wfa", "Approved"),
    "W-DIR-4": lambda: _direct("Administrator", "Approved"),
    "W-DIR-5": lambda: _titled("wfb"),
    "W-DIR-6": lambda: _titled("wfro"),
    "W-DIR-7": lambda: _direct("wfa", ""),
    "W-DIR-8": lambda: _direct("wfa", "Elsewhere"),
    "W-DIR-9": lambda: _direct("wfa", "Nowhere"),
    "W-DIR-10": lambda: saved("wfa", at("Draft"), "submit"),
    "W-DIR-11": lambda: saved("wfb", at("Draft"), "submit"),
    "W-DIR-12": _by_database,
    "W-DIR-13": _trusted,
    "W-DIR-14": lambda: _direct("wfa", "Approved", flags={"ignore_validate": True}),
    "W-DIR-17": _comments_of_a_direct_change,
    "W-DIR-20": lambda: _approved("wfa", note="nn"),
    "W-DIR-21": lambda: _approved("wfb", "cancel"),
    "W-DIR-22": lambda: _approved("wfa", "cancel"),
    "W-DIR-23": lambda: _approved("wfa", title="other"),
    "W-DIR-24": lambda: _approved("wfb", workflow_state="ObsB Extra"),
    "W-DIR-25": lambda: can_cancel_document(SUB),
}


# the DocType that cannot be submitted -------------------------------------------------------------


def _sent_and_approved() -> dict[str, Any]:
    make_plain()
    doc = new(PLAIN)
    send, approve = apply("wfa", doc, "Send"), apply("wfb", doc, "Approve")
    return {"send": send, "approve": approve, "n2": frappe.db.get_value(PLAIN, doc.name, "n2")}


def _finished() -> Any:
    make_plain()
    doc = new(PLAIN)
    for who, action in (("wfa", "Send"), ("wfb", "Approve")):
        apply(who, doc, action)
    return doc


def _deleted() -> Any:
    doc = _finished()
    with acting("wfa"):
        return outcome(lambda: frappe.delete_doc(PLAIN, doc.name))


PLAIN_ROWS: dict[str, Run] = {
    "W-PL-1": _sent_and_approved,
    "W-PL-2": lambda: saved("wfa", _finished(), title="mm"),
    "W-PL-3": _deleted,
}


# a condition --------------------------------------------------------------------------------------


def condition(text: str) -> dict[str, Any]:
    """Whether a step with this condition can be stored, and is offered for amount 200 and title abc."""
    doc = new(amount=200)
    doc.db_set("title", "abc")
    found: dict[str, Any] = {"save": outcome(lambda: _with_condition(text))}
    if found["save"] == "ok":
        found["offered"] = _is_offered(doc)
    return found


def _with_condition(text: str) -> str:
    workflow = frappe.get_doc("Workflow", "ObsB Sub")
    row = next(each for each in workflow.transitions if each.action == "ObsB Cond")
    row.condition = text
    workflow.save()
    return "ok"


def _is_offered(doc: Any) -> Any:
    found = offered("wfa", doc)
    return found if isinstance(found, str) else "Cond>Review" in found


def insert_under(text: str) -> Any:
    """Insert a document while the condition of a step out of the first state is this."""
    _with_condition(text)
    return outcome(lambda: stored(new()))


# amended ------------------------------------------------------------------------------------------


def copied(ignore_no_copy: bool) -> Any:
    """A cancelled document copied and inserted as its amendment."""
    doc = at("Cancelled")
    copy = frappe.copy_doc(doc, ignore_no_copy=ignore_no_copy)
    copy.amended_from = doc.name
    with acting("wfa"):
        return outcome(lambda: stored(copy.insert()))


def _amended() -> dict[str, Any]:
    found = copied(True)
    if isinstance(found, str):
        return {"workflow_state": None, "docstatus": None, "error": found.split(" ")[1]}
    return {**found, "error": None}


AMEND: dict[str, Run] = {
    "W-AMEND-True": lambda: copied(True),
    "W-AMEND-False": lambda: copied(False),
    "W-AMEND": _amended,
}
ROWS = {**INSERT, **OFFER, **APPLY, **DIRECT, **PLAIN_ROWS, **AMEND}
