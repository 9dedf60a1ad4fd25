"""Controller of Dashboard Chart Link: no rules beyond its metadata."""

from frappe.model.document import Document


class DashboardChartLink(Document):
    """One Dashboard Chart Link record."""
