"""How amended records of one DocType are named."""

from frappe.model.document import Document


class AmendedDocumentNamingSettings(Document):
    """No rule of its own."""
