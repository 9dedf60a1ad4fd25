"""Controller of Workspace Chart: no rules beyond its metadata."""

from frappe.model.document import Document


class WorkspaceChart(Document):
    """One Workspace Chart record."""
