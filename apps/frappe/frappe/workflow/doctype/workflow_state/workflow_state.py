"""Controller of Workflow State: no rules beyond its metadata."""

from frappe.model.document import Document


class WorkflowState(Document):
    """One Workflow State record."""
