"""Decides how an administrator asks why somebody may, or may not, do something. The answer is the access room's."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ristretto.access.explain import explain as explained
from ristretto.access.rights import RIGHTS

import frappe
from frappe import _
from frappe.model.document import Document


class PermissionInspector(Document):
    """A form that stores nothing."""

    @frappe.whitelist()
    def debug(self) -> None:
        """Write the answer and its steps into `output`, a line each."""
        if not (self.ref_doctype and self.user):
            return
        answer = explain(self.ref_doctype, self.user, self.docname, self.permission_type or "read")
        lines = [f"{'+' if step['speaks_for'] else '-'} {step['text']}" for step in answer["steps"]]
        self.output = "\n".join([*lines, "", f"{answer['rule']}: {answer['sentence']}"])

    def load_from_db(self) -> None:
        super(Document, self).__init__({"doctype": self.doctype, "permission_type": "read"})

    def db_insert(self, *args: Any, **kwargs: Any) -> None:
        """Nothing is stored."""

    def db_update(self, *args: Any, **kwargs: Any) -> None:
        """Nothing is stored."""

    @staticmethod
    def get_list(args: Any) -> list[Any]:
        return []

    @staticmethod
    def get_count(args: Any) -> int:
        return 0

    @staticmethod
    def get_stats(args: Any) -> dict[str, Any]:
        return {}


@frappe.whitelist()
@frappe.read_only()
def explain(
    ref_doctype: str, user: str, docname: str | None = None, permission_type: str = "read"
) -> dict[str, Any]:
    """{allowed, rule, sentence, steps: [{rule, speaks_for, text}]}. Raises PermissionError, ValidationError."""
    frappe.only_for("System Manager")
    if permission_type not in RIGHTS:
        frappe.throw(
            _("{0} is no right. Choose one of: {1}").format(permission_type, ", ".join(RIGHTS))
        )
    if not frappe.db.exists("User", user):
        frappe.throw(_("{0} is no account that can sign in").format(user))
    found = explained(ref_doctype, permission_type, docname or None, user)
    decision = found.decision
    return {
        "allowed": decision.allowed,
        "rule": decision.rule,
        "sentence": decision.detail or _RULES[decision.rule](),
        "steps": [asdict(step) for step in found.steps],
    }


_RULES = {
    "administrator": lambda: _("Administrator may do everything"),
    "role": lambda: _("A role gives this right"),
    "owner": lambda: _(
        "The record is the person's own, and a role gives this right on own records"
    ),
    "share": lambda: _("The record was shared with the person"),
}
