"""Decides who may look at the system as another person. Only to look: what is written carries its writer's name.

On stock an impersonator writes in the other's name; here every such attempt is refused.
"""

from __future__ import annotations

from typing import Any

from ristretto.context import current
from ristretto.web import viewing

import frappe
from frappe import _


@frappe.whitelist(methods=["POST"])
def impersonate(user: str, reason: str) -> None:
    """Look as `user` from the next request on; the person is told why. Raises PermissionError, ValidationError."""
    frappe.only_for("System Manager")
    check(user, reason)
    viewer = frappe.session.user
    record(viewer, user)
    tell(viewer, user, reason.strip())
    viewing.begin(current(), user)


@frappe.whitelist(methods=["POST"])
@viewing.allowed_while_looking
def stop_impersonating() -> dict[str, Any]:
    """Be oneself again: {user}."""
    return {"user": viewing.end(current())}


def check(user: str, reason: str) -> None:
    """Whom one may look as: anybody who can sign in to the desk, except Administrator."""
    account = frappe.db.get_value("User", user, ["enabled", "user_type"], as_dict=True)
    if not account or not account.enabled:
        frappe.throw(_("{0} is no account that can sign in").format(user))
    if user in ("Administrator", "Guest", frappe.session.user):
        frappe.throw(_("You cannot look as {0}").format(user), frappe.PermissionError)
    if not reason.strip():
        frappe.throw(_("Please say why; the person is told"), frappe.MandatoryError)
    if frappe.session.sid in (None, "", "Guest"):
        frappe.throw(_("Sign in with a browser to look as somebody else"), frappe.PermissionError)


def record(viewer: str, user: str) -> None:
    frappe.get_doc(
        {
            "doctype": "Activity Log",
            "user": viewer,
            "status": "Success",
            "subject": _("{0} looked at the system as {1}").format(viewer, user),
            "operation": "Impersonate",
        }
        # nobody writes this log by right
    ).insert(ignore_permissions=True, ignore_links=True)


def tell(viewer: str, user: str, reason: str) -> None:
    frappe.get_doc(
        {
            "doctype": "Notification Log",
            "for_user": user,
            "from_user": viewer,
            "type": "Alert",
            "subject": _("{0} looked at the system as you. Reason: {1}").format(viewer, reason),
        }
        # a note for somebody else, whose inbox nobody else may write
    ).insert(ignore_permissions=True)
