"""The workflow of the observed rows (tests/parity/observed/workflow.jsonl): states, transitions, people."""

from __future__ import annotations

from typing import Any

import frappe

DOCTYPE = "WfSub"
PEOPLE = {
    "wfa@x.vn": ["WfA"],
    "wfb@x.vn": ["WfB"],
    "wfab@x.vn": ["WfA", "WfB"],
    "wfro@x.vn": ["WfR"],
    "none@x.vn": [],
}
STATES = {
    "Draft": 0,
    "Review": 0,
    "Approved": 1,
    "Rejected": 0,
    "Opt": 0,
    "Cancelled": 2,
    "Extra": 1,
}
STEPS: list[tuple[Any, ...]] = [
    ("Draft", "Send", "Review", "WfA", {}),
    ("Draft", "Cond", "Review", "WfA", {"condition": "doc.amount > 100"}),
    ("Draft", "Loop", "Opt", "WfA", {}),
    ("Review", "Approve", "Approved", "WfB", {"allow_self_approval": 0}),
    ("Review", "Reject", "Rejected", "WfB", {}),
    ("Rejected", "Send", "Review", "WfA", {}),
    ("Approved", "Cancel", "Cancelled", "WfB", {}),
    ("Approved", "Loop", "Extra", "WfB", {}),
]
_FULL = {"read": 1, "write": 1, "create": 1, "submit": 1, "cancel": 1, "delete": 1, "report": 1}


def make_world() -> None:
    """Roles, people, DocType and the active workflow."""
    for role in ("WfA", "WfB", "WfR"):
        frappe.get_doc({"doctype": "Role", "role_name": role}).insert()
    for name, roles in PEOPLE.items():
        person = {"doctype": "User", "email": name, "first_name": name, "send_welcome_email": 0}
        frappe.get_doc({**person, "roles": [{"role": role} for role in roles]}).insert()
    make_doctype(DOCTYPE)
    for doctype, field, names in (
        ("Workflow State", "workflow_state_name", STATES),
        ("Workflow Action Master", "workflow_action_name", {step[1] for step in STEPS}),
    ):
        for name in sorted(names):
            if not frappe.db.exists(doctype, name):
                frappe.get_doc({"doctype": doctype, field: name}).insert()
    make_workflow()


def make_doctype(name: str) -> None:
    fields = [("title", "Data"), ("amount", "Float"), ("note", "Data")]
    frappe.get_doc(
        {
            "doctype": "DocType",
            "name": name,
            "module": "Custom",
            "custom": 1,
            "is_submittable": 1,
            "fields": [
                {
                    "fieldname": fieldname,
                    "fieldtype": fieldtype,
                    "label": fieldname.title(),
                    "allow_on_submit": int(fieldname == "note"),
                }
                for fieldname, fieldtype in fields
            ],
            "permissions": [
                *({"role": role, **_FULL} for role in ("WfA", "WfB", "System Manager")),
                {"role": "WfR", "read": 1, "write": 0, "create": 0, "delete": 0},
            ],
        }
    ).insert()


def make_workflow(name: str = "Sub", document_type: str = DOCTYPE, **values: Any) -> Any:
    """The workflow of the fixture; `states` and `transitions` may be given."""
    states = [
        {"state": state, "doc_status": str(status), "allow_edit": "WfA"}
        for state, status in STATES.items()
    ]
    states[2].update(update_field="note", update_value="doc.title")
    states[4].update(is_optional_state=1)
    transitions = [make_step(*step) for step in STEPS]
    record = {
        "doctype": "Workflow",
        "workflow_name": name,
        "document_type": document_type,
        "is_active": 1,
        "workflow_state_field": "workflow_state",
        "states": states,
        "transitions": transitions,
    }
    return frappe.get_doc({**record, **values}).insert()


def make_step(
    state: str, action: str, next_state: str, allowed: str, options: dict[str, Any]
) -> dict[str, Any]:
    step = {"state": state, "action": action, "next_state": next_state, "allowed": allowed}
    return {**step, **options}


def make_record(user: str = "wfa@x.vn", **values: Any) -> Any:
    """A record in its first state, made by `user`; the user stays."""
    frappe.set_user(user)
    return frappe.get_doc({"doctype": DOCTYPE, "title": "t", "amount": 50, **values}).insert()


def stored(name: str) -> tuple[str | None, int]:
    row = frappe.db.get_value(DOCTYPE, name, ["workflow_state", "docstatus"])
    return row[0], int(row[1])
