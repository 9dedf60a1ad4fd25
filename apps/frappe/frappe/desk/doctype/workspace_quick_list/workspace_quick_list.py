"""Controller of Workspace Quick List: no rules beyond its metadata."""

from frappe.model.document import Document


class WorkspaceQuickList(Document):
    """One Workspace Quick List record."""
