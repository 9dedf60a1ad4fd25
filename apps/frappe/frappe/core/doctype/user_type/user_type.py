"""System User and Website User: what an account may open. A user's type follows from the roles."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document


class UserType(Document):
    """A kind of account."""

    def validate(self) -> None:
        if not self.is_standard:
            frappe.throw(_("User types of a site's own are not supported: use roles"))

    def on_trash(self) -> None:
        frappe.throw(
            _("User type {0} belongs to the framework and cannot be deleted").format(self.name)
        )
