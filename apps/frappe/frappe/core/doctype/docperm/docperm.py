"""Rights of one role on a DocType, at one level."""

from frappe.model.document import Document


class DocPerm(Document):
    """No rule of its own."""
