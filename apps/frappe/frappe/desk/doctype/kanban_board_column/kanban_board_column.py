"""Controller of Kanban Board Column: no rules beyond its metadata."""

from frappe.model.document import Document


class KanbanBoardColumn(Document):
    """One Kanban Board Column record."""
