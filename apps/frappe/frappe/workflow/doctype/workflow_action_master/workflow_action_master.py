"""Controller of Workflow Action Master: no rules beyond its metadata."""

from frappe.model.document import Document


class WorkflowActionMaster(Document):
    """One Workflow Action Master record."""
