"""A column of the list of one's own entries."""

from frappe.model.document import Document


class WebFormListColumn(Document):
    """No rule of its own: the web form checks its rows."""
