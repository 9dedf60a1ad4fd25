"""A filter of a query report."""

from frappe.model.document import Document


class ReportFilter(Document):
    """No rule of its own."""
