"""The page on which stock chooses fields to export; the work is `exporter.py`."""

from frappe.model.document import Document


class DataExport(Document):
    """No rule of its own."""
