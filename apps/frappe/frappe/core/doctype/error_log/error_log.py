"""An error that the server met; opening it marks it as seen."""

from __future__ import annotations

import frappe
from frappe.model.document import Document


class ErrorLog(Document):
    """One error."""

    def onload(self) -> None:
        if not self.seen and frappe.has_permission("Error Log", "write"):
            self.db_set("seen", 1, update_modified=False)


@frappe.whitelist(methods=["POST", "DELETE"])
def clear_error_logs() -> None:
    """Forget all errors."""
    frappe.only_for("System Manager")
    frappe.db.delete("Error Log")


def on_doctype_update() -> None:
    frappe.db.add_index("Error Log", ["creation"])
