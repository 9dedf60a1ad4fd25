"""The site of the observed workflow rows: roles, people, two DocTypes, the active workflow `ObsB Sub`.

Committed once for a module; each row makes documents of its own and is rolled back, rows over HTTP are not.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import frappe
from frappe.model.workflow import apply_workflow, get_transitions
from parity_access_world import World, column, doctype, email, outcome, person, row
from ristretto.context import Site
from ristretto.web.app import create_app

SUB, PLAIN = "ObsB WfSub", "ObsB WfPlain"
PEOPLE = {
    "wfa": ["WfA"],
    "wfb": ["WfB"],
    "wfab": ["WfA", "WfB"],
    "wfro": ["WfRO"],
    "wfw": ["WfW"],
    "none": ["None"],
}
# state: docstatus and what else its row holds
STATES: dict[str, dict[str, Any]] = {
    "Draft": {},
    "Review": {"allow_edit": "WfB"},
    "Approved": {"doc_status": "1", "allow_edit": "WfB", "update_field": "note"},
    "Rejected": {},
    "Opt": {"is_optional_state": 1},
    "Cancelled": {"doc_status": "2"},
    "Extra": {"doc_status": "1"},
}
STEPS = [
    ("Draft", "Send", "Review", "WfA"),
    ("Draft", "Cond", "Review", "WfA", "doc.amount > 100"),
    ("Draft", "Loop", "Opt", "WfA"),
    ("Review", "Approve", "Approved", "WfB"),
    ("Review", "Reject", "Rejected", "WfB"),
    ("Rejected", "Send", "Review", "WfA"),
    ("Approved", "Cancel", "Cancelled", "WfB"),
    ("Approved", "Loop", "Extra", "WfB"),
]
FULL = "read write create delete submit cancel amend report"


def state(name: str, **more: Any) -> dict[str, Any]:
    """A row of a Workflow's states; names without their prefix."""
    found = {"state": f"ObsB {name}", "doc_status": "0", "allow_edit": "WfA"}
    found |= {**STATES.get(name, {}), **more}
    if found.get("update_field") == "note":
        found["update_value"] = "doc.title"
    return {**found, "allow_edit": f"obsb {found['allow_edit']}"}


def step(start: str, action: str, to: str, role: str, condition: str = "") -> dict[str, Any]:
    """A row of a Workflow's transitions; only Approve wants a second person."""
    return {
        "state": f"ObsB {start}",
        "action": f"ObsB {action}",
        "next_state": f"ObsB {to}",
        "allowed": f"obsb {role}",
        "condition": condition or None,
        "allow_self_approval": int(action != "Approve" or role != "WfB"),
    }


def workflow(name: str, document_type: str, states: Any, steps: Any, **more: Any) -> Any:
    """Insert a Workflow; active unless said otherwise."""
    values = {
        "doctype": "Workflow",
        "workflow_name": f"ObsB {name}",
        "document_type": document_type,
        "workflow_state_field": "workflow_state",
        "is_active": 1,
        "states": states,
        "transitions": steps,
    }
    return frappe.get_doc({**values, **more}).insert()


def make_sub() -> Any:
    return workflow("Sub", SUB, [state(name) for name in STATES], [step(*each) for each in STEPS])


def make_plain(name: str = "Plain", first: str = "Draft", **more: Any) -> Any:
    """The workflow of the DocType that cannot be submitted; its Approved state sets a number."""
    names = sorted(("Draft", "Review", "Approved", "Rejected"), key=lambda each: each != first)
    number = {"update_field": "n2", "update_value": "7", "doc_status": "0"}
    states = [state(each, **(number if each == "Approved" else {})) for each in names]
    steps = [step("Draft", "Send", "Review", "WfA"), step("Review", "Approve", "Approved", "WfB")]
    return workflow(name, PLAIN, states, steps, **more)


def make_world(site: Site) -> World:
    world = World(site, create_app(site.sites_path, site.name), {})
    with world.python(commit=True):
        for role in ("WfA", "WfB", "WfRO", "WfW", "None"):
            frappe.get_doc({"doctype": "Role", "role_name": f"obsb {role}"}).insert()
        for who, roles in PEOPLE.items():
            world.tokens[who] = person(who, [f"obsb {role}" for role in roles])
        world.tokens["Administrator"] = person("Administrator", [])
        _make_doctypes()
        for name in (*STATES, "Elsewhere"):
            frappe.get_doc(
                {"doctype": "Workflow State", "workflow_state_name": f"ObsB {name}"}
            ).insert()
        for name in sorted({each[1] for each in STEPS}):
            master = {"doctype": "Workflow Action Master", "workflow_action_name": f"ObsB {name}"}
            frappe.get_doc(master).insert()
        world.made["before"] = bool(frappe.db.exists("Custom Field", {"dt": SUB}))
        make_sub()
    return world


def _make_doctypes() -> None:
    fields = [
        column("title"),
        column("amount", "Float"),
        column("note", allow_on_submit=1),
        column("n2", "Int"),
        column("status", "Select", "\nOpen"),
    ]
    rows = [row(f"obsb {role}", FULL) for role in ("WfA", "WfB")]
    rows += [row("System Manager", FULL), row("obsb WfRO", "read"), row("obsb WfW", "read write")]
    doctype(SUB, fields, rows, is_submittable=1)
    plain = [{**each, "submit": 0, "cancel": 0, "amend": 0} for each in rows]
    doctype(PLAIN, fields, plain)


# documents ----------------------------------------------------------------------------------------


@contextmanager
def acting(who: str) -> Iterator[None]:
    """Another person at work in the same transaction."""
    before = frappe.session.user
    frappe.set_user(email(who))
    yield
    frappe.set_user(before)


def new(doctype: str = SUB, who: str = "wfa", **values: Any) -> Any:
    with acting(who):
        return frappe.get_doc({"doctype": doctype, "title": "t", **values}).insert()


def at(name: str, who: str = "wfa", **values: Any) -> Any:
    """A document that took the steps to a state; a second person approved it."""
    doc = new(who=who, **values)
    path = {
        "Review": ["Send"],
        "Approved": ["Send", "Approve"],
        "Cancelled": ["Send", "Approve", "Cancel"],
    }
    for action in path.get(name, []):
        apply("wfa" if action == "Send" else "wfb", doc, action)
    return frappe.get_doc(doc.doctype, doc.name)


def apply(who: str, doc: Any, action: str) -> Any:
    with acting(who):
        return shown(apply_workflow({"doctype": doc.doctype, "name": doc.name}, f"ObsB {action}"))


def shown(doc: Any, *more: str) -> dict[str, Any]:
    keys = ("workflow_state", "docstatus", "note", *more)
    return {key: int(doc.get(key)) if key == "docstatus" else doc.get(key) for key in keys}


def stored(doc: Any) -> dict[str, Any]:
    keys = ["workflow_state", "docstatus"]
    return dict(frappe.db.get_value(doc.doctype, doc.name, keys, as_dict=True))


def offered(who: str, doc: Any) -> Any:
    """`action>state` of the steps that a person is offered."""

    def steps() -> list[str]:
        with acting(who):
            found = get_transitions(frappe.get_doc(doc.doctype, doc.name))
        return [f"{each.action}>{each.next_state}".replace("ObsB ", "") for each in found]

    return outcome(steps)


def saved(who: str, doc: Any, method: str = "save", **values: Any) -> Any:
    """What a direct save gives, as the table shows it."""

    def save() -> Any:
        with acting(who):
            fresh = frappe.get_doc(doc.doctype, doc.name)
            fresh.flags.update(values.pop("flags", {}))
            fresh.update(values)
            getattr(fresh, method)()
        return {**shown(fresh, "title"), "stored": stored(fresh)}

    return outcome(save)


def change_steps(*added: dict[str, Any]) -> None:
    """Save the workflow of the table with more steps."""
    doc = frappe.get_doc("Workflow", "ObsB Sub")
    for each in added:
        doc.append("transitions", each)
    doc.save()
