"""Controller of Workflow Action Permitted Role: no rules beyond its metadata."""

from frappe.model.document import Document


class WorkflowActionPermittedRole(Document):
    """One Workflow Action Permitted Role record."""
