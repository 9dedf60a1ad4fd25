"""A column of a query report."""

from frappe.model.document import Document


class ReportColumn(Document):
    """No rule of its own."""
