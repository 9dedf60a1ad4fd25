"""Controller of Workspace Custom Block: no rules beyond its metadata."""

from frappe.model.document import Document


class WorkspaceCustomBlock(Document):
    """One Workspace Custom Block record."""
