"""Who is told by e-mail when a record changes."""

from frappe.model.document import Document


class DocumentFollow(Document):
    """No rule of its own: `frappe.desk.form.document_follow` makes and removes these rows."""
