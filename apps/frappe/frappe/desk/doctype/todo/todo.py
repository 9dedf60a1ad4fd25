"""Controller of ToDo: comments on the record it is about, and that record's list of assignees."""

from __future__ import annotations

import json
from typing import Any

from ristretto.access import AUTOMATIC_ROLES

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_fullname, parse_addr


class ToDo(Document):
    """A task of one person."""

    DocType = "ToDo"

    def validate(self) -> None:
        self._assignment = self._announcement()

    def on_update(self) -> None:
        if self._assignment and self.reference_type and self.reference_name:
            kind, text = self._assignment
            frappe.get_doc(self.reference_type, self.reference_name).add_comment(kind, text)
        self.update_in_reference()

    def on_trash(self) -> None:
        frappe.db.delete(
            "Communication Link", {"link_doctype": self.doctype, "link_name": self.name}
        )
        self.update_in_reference()

    def after_delete(self) -> None:
        self.update_in_reference()

    def _announcement(self) -> tuple[str, str] | None:
        """Comment type and text that a new or changed assignment leaves on its record."""
        if self.is_new():
            who, whom = get_fullname(self.assigned_by), get_fullname(self.allocated_to)
            if self.assigned_by == self.allocated_to:
                return "Assigned", _("{0} took this task: {1}").format(who, self.description)
            return "Assigned", _("{0} gave the task to {1}: {2}").format(
                who, whom, self.description
            )
        if frappe.db.get_value("ToDo", self.name, "status") == self.status:
            return None
        user = frappe.session.user
        if self.allocated_to == user:
            return "Assignment Completed", _("{0} gave the task back.").format(get_fullname(user))
        text = _("{1} took the task away from {0}")
        return "Assignment Completed", text.format(
            get_fullname(self.allocated_to), get_fullname(user)
        )

    def update_in_reference(self) -> None:
        """Keep `_assign` of the record.

        A JSON list of people with an open ToDo, first assigned first.
        """
        if not (self.reference_type and self.reference_name):
            return
        if not frappe.db.exists("DocType", self.reference_type):
            return
        users = frappe.get_all(
            "ToDo",
            filters={
                "reference_type": self.reference_type,
                "reference_name": self.reference_name,
                "status": ["not in", ("Cancelled", "Closed")],
                "allocated_to": ["is", "set"],
            },
            pluck="allocated_to",
            order_by="creation asc",
        )
        value = json.dumps(users) if users else ""
        if frappe.get_meta(self.reference_type).issingle:
            frappe.db.set_single_value(self.reference_type, "_assign", value, update_modified=False)
            return
        frappe.db.set_value(
            self.reference_type, self.reference_name, "_assign", value, update_modified=False
        )

    @classmethod
    def get_owners(cls, filters: Any = None) -> list[str]:
        """Addresses of the assignees of some ToDos."""
        names = frappe.get_all(cls.DocType, filters=filters or {}, pluck="allocated_to")
        return [parse_addr(name)[1] for name in names if name]


def on_doctype_update() -> None:
    frappe.db.add_index("ToDo", ["reference_type", "reference_name"])


def _sees_all(user: str, ptype: str = "read") -> bool:
    """Whether a role beyond the automatic ones gives the user ToDos of everybody."""
    granting = {perm.role for perm in frappe.get_meta("ToDo").permissions if perm.get(ptype)}
    return bool((granting - set(AUTOMATIC_ROLES)) & set(frappe.get_roles(user)))


def get_permission_query_conditions(
    user: str | None = None, doctype: str | None = None
) -> str | None:
    user = user or frappe.session.user
    if _sees_all(user):
        return None
    name = frappe.db.escape(user)
    return f"(`tabToDo`.allocated_to = {name} or `tabToDo`.assigned_by = {name})"


def has_permission(
    doc: Any, ptype: str = "read", user: str | None = None, debug: bool = False
) -> bool:
    user = user or frappe.session.user
    return _sees_all(user, ptype) or user in (doc.allocated_to, doc.assigned_by)


@frappe.whitelist()
def new_todo(description: str) -> None:
    frappe.get_doc({"doctype": "ToDo", "description": description}).insert()
