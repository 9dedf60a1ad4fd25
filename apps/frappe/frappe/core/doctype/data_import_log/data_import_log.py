"""What became of one record of an import; written by `frappe.core.doctype.data_import.batches`."""

from frappe.model.document import Document


class DataImportLog(Document):
    """No rule of its own: rows are stored together with the batch they speak of."""
