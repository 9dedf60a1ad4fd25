"""Controller of Workspace Link: no rules beyond its metadata."""

from frappe.model.document import Document


class WorkspaceLink(Document):
    """One Workspace Link record."""
