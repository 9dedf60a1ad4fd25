"""Controller of Workspace Shortcut: no rules beyond its metadata."""

from frappe.model.document import Document


class WorkspaceShortcut(Document):
    """One Workspace Shortcut record."""
