"""Logo and menus of the desk."""

from frappe.model.document import Document


class NavbarSettings(Document):
    """No rule of its own."""
