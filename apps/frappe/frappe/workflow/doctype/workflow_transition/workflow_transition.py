"""Controller of Workflow Transition: no rules beyond its metadata."""

from frappe.model.document import Document


class WorkflowTransition(Document):
    """One Workflow Transition record."""
