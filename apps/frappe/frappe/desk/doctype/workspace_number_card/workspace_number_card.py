"""Controller of Workspace Number Card: no rules beyond its metadata."""

from frappe.model.document import Document


class WorkspaceNumberCard(Document):
    """One Workspace Number Card record."""
