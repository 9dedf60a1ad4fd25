"""A request to or from another service, with what came of it."""

from typing import Any

import frappe
from frappe.model.document import Document


class IntegrationRequest(Document):
    """Named by its caller when it gave a name."""

    def autoname(self) -> None:
        if self.flags._name:
            self.name = self.flags._name

    def update_status(self, params: dict[str, Any], status: str) -> None:
        """Add to the stored data and set the status, committed at once."""
        data = frappe.parse_json(self.data) or {}
        data.update(params)
        self.db_set({"data": frappe.as_json(data), "status": status}, commit=True)

    def handle_success(self, response: Any) -> None:
        """The other side answered."""
        output = frappe.as_json(response) if isinstance(response, dict | list) else response
        self.db_set({"status": "Completed", "output": output})

    def handle_failure(self, response: Any) -> None:
        """The other side refused, or never answered."""
        error = frappe.as_json(response) if isinstance(response, dict | list) else response
        self.db_set({"status": "Failed", "error": error})
