"""One field of a DocType."""

from frappe.model.document import Document


class DocField(Document):
    """No rule of its own."""
