"""Controller of List Filter: no rules beyond its metadata."""

from frappe.model.document import Document


class ListFilter(Document):
    """One List Filter record."""
