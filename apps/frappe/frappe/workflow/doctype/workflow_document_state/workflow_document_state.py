"""Controller of Workflow Document State: no rules beyond its metadata."""

from frappe.model.document import Document


class WorkflowDocumentState(Document):
    """One Workflow Document State record."""
