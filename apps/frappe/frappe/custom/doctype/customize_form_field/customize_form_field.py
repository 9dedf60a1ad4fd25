"""A field as shown in Customize Form."""

from frappe.model.document import Document


class CustomizeFormField(Document):
    """No rule of its own."""
