"""Controller of Workflow.

A sound definition, its state field on the DocType, states of existing documents.
"""

from __future__ import annotations

from typing import Any

from ristretto.flow import rules
from ristretto.flow import workflow as engine

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

    def on_update(self) -> None:
        frappe.clear_cache(doctype=self.document_type)

    def on_trash(self) -> None:
        frappe.clear_cache(doctype=self.document_type)

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
                self.workflow_state_field, self.document_type
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


@frappe.whitelist()
def get_workflow_state_count(
    doctype: str, workflow_state_field: str, states: str | list[str]
) -> list[dict[str, Any]]:
    """How many documents are in none of `states`, by their state."""
    frappe.has_permission(doctype=doctype, ptype="read", throw=True)
    known = frappe.parse_json(states) or [""]
    rows = frappe.get_all(
        doctype,
        fields=[workflow_state_field, "count(*) as count"],
        filters={workflow_state_field: ["not in", known]},
        group_by=workflow_state_field,
    )
    return [row for row in rows if row[workflow_state_field]]
