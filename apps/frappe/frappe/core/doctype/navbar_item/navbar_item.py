"""An entry of a desk menu."""

from frappe.model.document import Document


class NavbarItem(Document):
    """No rule of its own."""
