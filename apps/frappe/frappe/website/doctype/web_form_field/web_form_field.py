"""A field of a web form."""

from frappe.model.document import Document


class WebFormField(Document):
    """No rule of its own: the web form checks its rows."""
