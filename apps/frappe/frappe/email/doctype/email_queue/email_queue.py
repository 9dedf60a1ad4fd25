"""A queued message. `frappe.email.queue` is the single writer; administrators may look, send again
or delete.
"""

from __future__ import annotations

import frappe
from frappe.model.document import Document


class EmailQueue(Document):
    """One message."""

    @frappe.whitelist()
    def send(self) -> None:
        """Try again now, in the background."""
        frappe.only_for("System Manager")
        self.db_set({"status": "Not Sent", "retry": 0, "error": None})
        frappe.enqueue("frappe.email.queue.send", name=self.name, enqueue_after_commit=True)
