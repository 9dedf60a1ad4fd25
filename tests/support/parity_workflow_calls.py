"""Observed workflow rows over HTTP, the Workflow Actions of a document's life, and bulk actions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import frappe
from frappe.model.workflow import bulk_workflow_approval, get_common_transition_actions
from parity_access_world import World, outcome, told
from parity_ledger import Row
from parity_workflow_definitions import ROWS as DEFINITIONS
from parity_workflow_definitions import before_any
from parity_workflow_steps import ROWS as STEPS
from parity_workflow_steps import condition, insert_under
from parity_workflow_world import (
    PEOPLE,
    SUB,
    acting,
    apply,
    at,
    change_steps,
    new,
    step,
    stored,
)

METHOD = "/api/method/frappe.model.workflow"


def run(world: World, row: Row) -> Any:
    """The answer of this runtime to an observed row."""
    if row.id in CALLS:
        return CALLS[row.id](world)
    with world.python():
        if row.id == "W-COND-INSERT":
            return insert_under(row.given["condition"])
        if row.id.startswith("W-COND-"):
            return condition(row.given["condition"])
        return {**STEPS, **DEFINITIONS, **ACTIONS}[row.id]()


# HTTP ---------------------------------------------------------------------------------------------


def _kept(world: World, start: str = "Draft", **values: Any) -> Any:
    """A committed document in a state."""
    with world.python(commit=True):
        return at(start, **values)


def _post(world: World, who: str, name: str, **data: Any) -> Any:
    return world.call(who, "POST", f"{METHOD}.{name}", json=data)


def _transitions(world: World) -> Any:
    doc = {"doctype": SUB, "name": _kept(world, amount=500).name}
    answer = _post(world, "wfa", "get_transitions", doc=json.dumps(doc))
    return told(answer, n=len(answer.json["message"]))


def _transitions_by_get(world: World) -> Any:
    doc = {"doctype": SUB, "name": _kept(world).name}
    return told(world.ask("wfa", "frappe.model.workflow.get_transitions", doc=doc))


def _transitions_of_a_new_one(world: World) -> Any:
    doc = {"doctype": SUB, "name": "new-1", "__islocal": 1}
    answer = _post(world, "wfa", "get_transitions", doc=json.dumps(doc))
    return told(answer, message=answer.json.get("message"))


def _apply_a_stale_one(world: World) -> Any:
    doc = _kept(world, "Review", title="x")
    sent = {"doctype": SUB, "name": doc.name, "title": "stale", "invented": 1, "docstatus": 2}
    answer = _post(world, "wfb", "apply_workflow", doc=json.dumps(sent), action="ObsB Approve")
    message = answer.json["message"]
    return told(answer, state=message["workflow_state"], title=message["title"])


def _apply_by_name(world: World, name: str, action: str) -> Any:
    sent = json.dumps({"doctype": SUB, "name": name})
    return told(_post(world, "wfa", "apply_workflow", doc=sent, action=action))


def _state_told(answer: Any, doc: Any) -> Any:
    return told(answer, state=doc["workflow_state"]) if answer.status_code == 200 else told(answer)


def _put(world: World, who: str, start: str, **values: Any) -> Any:
    doc = _kept(world, start)
    answer = world.call(who, "PUT", f"/api/resource/{SUB}/{doc.name}", json=values)
    return _state_told(answer, answer.json.get("data"))


def _after_submitting_by_put(world: World) -> Any:
    doc = _kept(world, "Review")
    world.call("wfb", "PUT", f"/api/resource/{SUB}/{doc.name}", json={"docstatus": 1})
    with world.python():
        return stored(doc)


def _amend_over_http(world: World) -> Any:
    doc = _kept(world, "Cancelled")
    values = {"title": "again", "amended_from": doc.name}
    answer = world.call("wfa", "POST", f"/api/resource/{SUB}", json=values)
    return _state_told(answer, answer.json.get("data"))


def _client(world: World, method: str, start: str) -> Any:
    doc = _kept(world, start)
    data = {"doc": doc.as_dict(convert_dates_to_str=True)}
    if method == "cancel":
        data = {"doctype": SUB, "name": doc.name}
    url = f"/api/method/frappe.client.{method}"
    answer = world.call("Administrator", "POST", url, json=data)
    return _state_told(answer, answer.json.get("message"))


@contextmanager
def _more_steps(world: World, *steps: dict[str, Any]) -> Iterator[None]:
    """The workflow has these steps too, for every process, while a row is measured."""
    with world.python(commit=True):
        change_steps(*steps)
    yield
    with world.python(commit=True):
        doc = frappe.get_doc("Workflow", "ObsB Sub")
        doc.transitions = doc.transitions[: -len(steps)]
        doc.save()


def _set_value(world: World) -> Any:
    doc = _kept(world)
    data = {
        "doctype": SUB,
        "name": doc.name,
        "fieldname": "workflow_state",
        "value": "ObsB Approved",
    }
    with _more_steps(world, step("Draft", "Approve", "Approved", "WfW")):
        answer = world.call("wfw", "POST", "/api/method/frappe.client.set_value", json=data)
    with world.python():
        return told(answer, stored=list(stored(doc).values()))


# bulk ---------------------------------------------------------------------------------------------


def _bulk(world: World, start: str, action: str, missing: bool = False) -> Any:
    with world.python(commit=True):
        docs = [at(start) for _ in range(3)]
    names = [doc.name for doc in docs] + (["nope"] if missing else [])
    with world.python("wfa"):
        result = outcome(lambda: bulk_workflow_approval(json.dumps(names), SUB, f"ObsB {action}"))
        messages = frappe.get_message_log()
    with world.python():
        states = [stored(doc)["workflow_state"] for doc in docs]
    return {"result": result, "states": states, "messages": messages}


def _common(who: str, *states: str) -> Any:
    docs = json.dumps([{"name": at(each).name} for each in states])
    with acting(who):
        return get_common_transition_actions(docs, SUB)


def _too_many() -> Any:
    names = json.dumps([str(number) for number in range(501)])
    return outcome(lambda: bulk_workflow_approval(names, SUB, "ObsB Send"))


# Workflow Actions ---------------------------------------------------------------------------------


def _asked(doc: Any) -> list[dict[str, Any]]:
    """The Workflow Actions of a document, as the table shows them."""
    names = frappe.get_all(
        "Workflow Action", {"reference_name": doc.name}, pluck="name", order_by="creation"
    )
    found = []
    for action in (frappe.get_doc("Workflow Action", name) for name in names):
        found.append(
            {
                "status": action.status,
                "workflow_state": action.workflow_state,
                "completed_by_role": action.completed_by_role,
                "user": action.user or "",
                "completed_by": (action.completed_by or "").removesuffix("@x.test"),
                "roles": [each.role for each in action.permitted_roles],
            }
        )
    return found


def _life(*steps: tuple[str, str]) -> Any:
    doc = new()
    for who, action in steps:
        apply(who, doc, action)
    return doc


def _visible() -> dict[str, int]:
    doc = _life(SEND)
    found = {}
    for who in [*(each for each in PEOPLE if each != "wfw"), "Administrator"]:
        with acting(who):
            found[who] = len(frappe.get_list("Workflow Action", {"reference_name": doc.name}))
    return found


def _after_deletion() -> Any:
    doc = _life(SEND, APPROVE, CANCEL)
    with acting("wfb"):
        frappe.delete_doc(SUB, doc.name)
    return _asked(doc)


def _saved_again() -> Any:
    doc = new()
    with acting("wfa"):
        doc.save()
    return _asked(doc)


SEND, APPROVE, CANCEL = ("wfa", "Send"), ("wfb", "Approve"), ("wfb", "Cancel")
BY_ADMINISTRATOR, REJECT = ("Administrator", "Send"), ("wfb", "Reject")
ACTIONS: dict[str, Callable[[], Any]] = {
    "W-WA-1": lambda: _asked(_life()),
    "W-WA-2": lambda: _asked(_life(SEND)),
    "W-WA-3": _visible,
    "W-WA-4": lambda: _asked(_life(SEND, APPROVE)),
    "W-WA-5": lambda: _asked(_life(SEND, APPROVE, CANCEL)),
    "W-WA-6": _after_deletion,
    "W-WA-7": _saved_again,
    "W-WA-8": lambda: _asked(_life(BY_ADMINISTRATOR)),
    "W-WA-9": lambda: _asked(_life(BY_ADMINISTRATOR, REJECT, SEND)),
    "W-WA-10": lambda: _asked(_life(("wfa", "Loop"))),
    "W-BULK-3": lambda: _common("wfab", "Review", "Review", "Draft"),
    "W-BULK-4": lambda: _common("wfb", "Review", "Review"),
    "W-BULK-5": _too_many,
}
CALLS: dict[str, Callable[[World], Any]] = {
    "W-PRE": before_any,
    "W-TR-5": _transitions,
    "W-TR-6": _transitions_by_get,
    "W-NEW-2": _transitions_of_a_new_one,
    "W-REST-1": _apply_a_stale_one,
    "W-REST-2": lambda world: _apply_by_name(world, "nope", "ObsB Send"),
    "W-REST-3": lambda world: _apply_by_name(world, _kept(world).name, "ObsB Approve"),
    "W-DIR-15": lambda world: _put(world, "wfa", "Draft", workflow_state="ObsB Review"),
    "W-DIR-16": lambda world: _put(world, "wfa", "Review", workflow_state="ObsB Draft"),
    "W-DIR-18": lambda world: _put(world, "wfb", "Review", docstatus=1),
    "W-DIR-19": _after_submitting_by_put,
    "W-AMEND-REST": _amend_over_http,
    "W-CLIENT-1": lambda world: _client(world, "submit", "Draft"),
    "W-CLIENT-2": lambda world: _client(world, "cancel", "Approved"),
    "W-CLIENT-3": _set_value,
    "W-BULK-1": lambda world: _bulk(world, "Draft", "Send", missing=True),
    "W-BULK-2": lambda world: _bulk(world, "Review", "Approve"),
}
