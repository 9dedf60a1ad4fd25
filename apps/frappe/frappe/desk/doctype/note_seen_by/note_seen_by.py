"""Controller of Note Seen By: no rules beyond its metadata."""

from frappe.model.document import Document


class NoteSeenBy(Document):
    """One Note Seen By record."""
