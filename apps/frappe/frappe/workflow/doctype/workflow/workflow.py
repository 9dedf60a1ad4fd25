"""Controller of Workflow.

A sound definition, its state field on the DocType, states of existing documents.
"""

from __future__ import annotations

from typing import Any

from ristretto.flow import rules, soundness
from ristretto.flow import workflow as engine
from ristretto.web.listing import parse_list, parse_object

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, validate_python_code


class Workflow(Document):
    """States and steps of one DocType's documents."""

    def validate(self) -> None:
        self.set_active()
        self.create_custom_field_for_workflow_state()
        self.update_default_workflow_status()
        self.validate_docstatus()
        for number, row in enumerate(self.transitions, 1):
            validate_python_code(
                row.condition, _("Row {0}, Condition").format(number) if row.condition else None
            )
        self.warn_of_flaws()

    def on_update(self) -> None:
        frappe.clear_cache(doctype=self.document_type)

    def on_trash(self) -> None:
        frappe.clear_cache(doctype=self.document_type)

    def warn_of_flaws(self) -> None:
        """Say what no record could do; it is stored all the same, as on stock."""
        flags = frappe.flags
        if flags.in_install or flags.in_migrate or flags.in_patch or not cint(self.is_active):
            return
        warnings = [flaw["text"] for flaw in _flaws_of(self) if flaw["level"] == soundness.WARNING]
        if warnings:
            title = _("Saved. Please look at this")
            frappe.msgprint(warnings, title=title, as_list=True, indicator="orange")

    def set_active(self) -> None:
        """Only one workflow of a DocType is active."""
        if not cint(self.is_active):
            return
        others = frappe.get_all(
            "Workflow",
            filters={
                "document_type": self.document_type,
                "is_active": 1,
                "name": ["!=", self.name],
            },
            pluck="name",
        )
        for name in others:
            frappe.db.set_value("Workflow", name, "is_active", 0)

    def create_custom_field_for_workflow_state(self) -> None:
        """Add the hidden state field where the DocType has none of that name."""
        frappe.clear_cache(doctype=self.document_type)
        if frappe.get_meta(self.document_type).get_field(self.workflow_state_field):
            return
        # The right to write workflows includes the field they need.
        frappe.get_doc(
            {
                "doctype": "Custom Field",
                "dt": self.document_type,
                "fieldname": self.workflow_state_field,
                "label": self.workflow_state_field.replace("_", " ").title(),
                "hidden": 1,
                "allow_on_submit": 1,
                "no_copy": 1,
                "fieldtype": "Link",
                "options": "Workflow State",
                "owner": "Administrator",
            }
        ).save(ignore_permissions=True)
        frappe.msgprint(
            _("The field {0} was added to {1}").format(
                self.workflow_state_field, _(self.document_type)
            )
        )

    def update_default_workflow_status(self) -> None:
        """Documents without a state get the first state of their docstatus."""
        seen: set[str] = set()
        field = self.workflow_state_field
        for row in self.states:
            if str(row.doc_status) in seen:
                continue
            seen.add(str(row.doc_status))
            filters: Any = {field: ["is", "not set"], "docstatus": cint(row.doc_status)}
            if frappe.get_meta(self.document_type).issingle:
                continue
            frappe.db.set_value(
                self.document_type, filters, field, row.state, update_modified=False
            )

    def validate_docstatus(self) -> None:
        """Refuse the first step that no document could take."""
        workflow = engine.from_record(self, self.states, self.transitions)
        for refusal in rules.check_definition(workflow):
            frappe.throw(_(refusal.text).format(*refusal.values))


@frappe.read_only()
@frappe.whitelist()
def check_workflow(doc: str | dict[str, Any]) -> list[dict[str, Any]]:
    """What is wrong or doubtful about a workflow that is being edited, in plain words.

    Rows {rule, level (error, warning, note), text, states, steps (numbers of rows)}.
    """
    frappe.only_for("System Manager")
    sent = parse_object(doc, "doc")
    return _flaws_of(frappe.get_doc({**sent, "doctype": "Workflow"}))


def _flaws_of(doc: Any) -> list[dict[str, Any]]:
    if not frappe.db.exists("DocType", doc.document_type or ""):
        return []
    meta = frappe.get_meta(doc.document_type)
    rights: dict[str, set[str]] = {}
    for row in meta.permissions:
        if not row.permlevel:
            held = rights.setdefault(row.role, set())
            held.update(name for name in ("write", "submit", "cancel") if row.get(name))
    everyone = rights.get("All", set())
    rights = {role: held | everyone for role, held in rights.items()}
    workflow = engine.from_record(doc, doc.states, doc.transitions)
    found = soundness.flaws(workflow, rights, bool(meta.is_submittable))
    return [_told(flaw) for flaw in found]


def _told(flaw: soundness.Flaw) -> dict[str, Any]:
    values = [", ".join(_(part) for part in value.split(", ")) for value in flaw.values]
    return {
        "rule": flaw.rule,
        "level": flaw.level,
        "text": _(flaw.text).format(*values),
        "states": list(flaw.states),
        "steps": list(flaw.steps),
    }


MOST_MOVED_AT_ONCE = 200


@frappe.whitelist(methods=["POST"])
def move_records(workflow: str, from_state: str, to_state: str) -> int:
    """Bring the records of a state that left the workflow into another one; how many.

    No step is taken: states of the same document status only, and each record keeps a note of it.
    """
    frappe.only_for("System Manager")
    rows = engine.load(workflow)
    if rows.state(to_state) is None:
        frappe.throw(_("{0} is not a state of this workflow").format(_(to_state)))
    filters = {rows.field: from_state, "docstatus": rows.docstatus(to_state)}
    names = frappe.get_all(rows.document_type, filters=filters, pluck="name")
    args = {"doctype": rows.document_type, "field": rows.field, "from_state": from_state}
    if len(names) > MOST_MOVED_AT_ONCE:
        frappe.enqueue(_move, names=names, to_state=to_state, queue="long", **args)
    else:
        _move(names=names, to_state=to_state, **args)
    return len(names)


def _move(doctype: str, field: str, from_state: str, names: list[str], to_state: str) -> None:
    text = _("The workflow was changed: {0} became {1}").format(_(from_state), _(to_state))
    for name in names:
        frappe.db.set_value(doctype, name, field, to_state, update_modified=False)
        frappe.get_doc(doctype, name).add_comment("Info", text)


@frappe.whitelist()
@frappe.read_only()
def get_workflow_state_count(
    doctype: str, workflow_state_field: str, states: str | list[str]
) -> list[dict[str, Any]]:
    """How many documents are in none of `states`, by their state."""
    frappe.has_permission(doctype=doctype, ptype="read", throw=True)
    known = parse_list(states, "states") or [""]
    rows = frappe.get_all(
        doctype,
        fields=[workflow_state_field, "count(*) as count"],
        filters={workflow_state_field: ["not in", known]},
        group_by=workflow_state_field,
    )
    return [row for row in rows if row[workflow_state_field]]
