"""One app of this site, with its version."""

from frappe.model.document import Document


class InstalledApplication(Document):
    """No rule of its own."""
