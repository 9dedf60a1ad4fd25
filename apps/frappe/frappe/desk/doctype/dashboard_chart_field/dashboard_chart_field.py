"""Controller of Dashboard Chart Field: no rules beyond its metadata."""

from frappe.model.document import Document


class DashboardChartField(Document):
    """One Dashboard Chart Field record."""
