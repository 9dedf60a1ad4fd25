"""Controller of Dashboard Chart Source: no rules beyond its metadata."""

from frappe.model.document import Document


class DashboardChartSource(Document):
    """One Dashboard Chart Source record."""
